import { codeOf, type RunningStack, startStack } from '@setrum/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const BUY = 'mutation Buy($input: BuyTokenInput!) { buyToken(input: $input) { id } }'
const SALES = 'query Sales($f: SalesFilter) { salesSummary(filter: $f) { success { count } } }'
const CREATE_USER = 'mutation Create($input: CreateUserInput!) { createUser(input: $input) { id } }'
const LOGIN = 'mutation Login($e: String!, $p: String!) { login(email: $e, password: $p) { accessToken } }'

let running: RunningStack
let adminToken: string
let employee: Awaited<ReturnType<RunningStack['anEmployee']>>

beforeAll(async () => {
  running = await startStack()
  adminToken = await running.asAdmin()
  employee = await running.anEmployee(adminToken)
})
afterAll(() => running?.stop())

const token = (more: object) => ({
  input: { meterNumber: '12345678901', productCode: 'hpln20000', idempotencyKey: 'invalid-input-1', ...more },
})
const userInput = (more: object) => ({
  input: {
    employeeNumber: 'K-900',
    name: 'Rina',
    email: 'rina@kasir.test',
    password: 'Rahasia-2026',
    phone: '081234567890',
    shiftId: employee.shiftId,
    ...more,
  },
})

describe('invalid input gets its error code and an Indonesian message, and buys nothing', () => {
  test.each([
    ['a meter number of ten digits', token({ meterNumber: '1234567890' }), 'BAD_USER_INPUT'],
    ['a meter number with letters', token({ meterNumber: '1234567890A' }), 'BAD_USER_INPUT'],
    ['an operator in place of a meter number', token({ meterNumber: { $ne: '' } }), 'BAD_USER_INPUT'],
    ['a product that does not exist', token({ productCode: 'hpln1' }), 'PRODUCT_UNAVAILABLE'],
    ['an outdated price', token({ expectedPrice: 1 }), 'PRICE_CHANGED'],
    ['a price with a fraction', token({ expectedPrice: 20000.5 }), 'BAD_USER_INPUT'],
    ['a key that is too short', token({ idempotencyKey: 'short' }), 'BAD_USER_INPUT'],
  ])('%s', async (_name, variables, code) => {
    const response = await running.graph(BUY, variables, employee.accessToken)
    expect(codeOf(response)).toBe(code)
    expect(response.data?.buyToken ?? null).toBeNull()
    expect(response.errors?.[0]?.message).toMatch(/\b(harus|tidak|berubah|sudah)\b/)
    expect((await running.biller.ledger()).transactions).toEqual([])
    const stored = await running.graph('{ transactions { totalCount } }', {}, adminToken)
    expect(stored.data.transactions.totalCount).toBe(0)
  })

  test('the message is English for an English-speaking caller', async () => {
    const response = await running.graph(BUY, token({ meterNumber: '123' }), employee.accessToken, 'en-GB')
    expect(response.errors?.[0]?.message).toMatch(/\b(must|digits)\b/)
  })

  test('a reversed date range, a nonexistent day and a page over 100 are refused', async () => {
    const upsideDown = await running.graph(SALES, { f: { from: '2026-02-02', to: '2026-02-01' } }, adminToken)
    expect(codeOf(upsideDown)).toBe('BAD_USER_INPUT')
    const noSuchDay = await running.graph(SALES, { f: { from: '2026-02-30' } }, adminToken)
    expect(codeOf(noSuchDay)).toBe('BAD_USER_INPUT')
    const tooLong = await running.graph('{ transactions(first: 101) { totalCount } }', {}, adminToken)
    expect(codeOf(tooLong)).toBe('BAD_USER_INPUT')
    const tooManyUsers = await running.graph('{ users(first: 101) { totalCount } }', {}, adminToken)
    expect(codeOf(tooManyUsers)).toBe('BAD_USER_INPUT')
  })

  test('a user with a weak password, an unknown shift or a duplicate e-mail is refused', async () => {
    const before = await running.graph('{ users { totalCount } }', {}, adminToken)
    const weak = await running.graph(CREATE_USER, userInput({ password: 'rahasia' }), adminToken)
    expect(codeOf(weak)).toBe('BAD_USER_INPUT')
    const noShift = await running.graph(CREATE_USER, userInput({ shiftId: '665000000000000000000999' }), adminToken)
    expect(codeOf(noShift)).toBe('BAD_USER_INPUT')
    const taken = await running.graph(CREATE_USER, userInput({ email: 'Siti@Setrum.test' }), adminToken)
    expect(codeOf(taken)).toBe('CONFLICT')
    const after = await running.graph('{ users { totalCount } }', {}, adminToken)
    expect(after.data.users.totalCount).toBe(before.data.users.totalCount)
  })
})

describe('signing in', () => {
  test('a wrong e-mail and a wrong password get the same error', async () => {
    const wrongPassword = await running.graph(LOGIN, { e: 'admin@setrum.test', p: 'Setrum-Admin-2' })
    const wrongEmail = await running.graph(LOGIN, { e: 'unknown@setrum.test', p: 'Setrum-Admin-1' })
    expect(wrongPassword.errors).toEqual(wrongEmail.errors)
    expect(wrongPassword.errors?.[0]).toMatchObject({
      message: 'Email atau kata sandi salah',
      extensions: { code: 'INVALID_CREDENTIALS' },
    })
  })

  test('an employee outside the shift gets an error that says so', async () => {
    const hour = new Date(Date.now() + 7 * 3_600_000).getUTCHours()
    const from = String((hour + 12) % 24).padStart(2, '0')
    const shift = await running.graph(
      `mutation { createShift(input: { name: "Lawan", startAt: "${from}:00", endAt: "${from}:30" }) { id } }`,
      {},
      adminToken,
    )
    await running.graph(
      CREATE_USER,
      userInput({ employeeNumber: 'K-901', email: 'lawan@kasir.test', shiftId: shift.data.createShift.id }),
      adminToken,
    )
    const response = await running.graph(LOGIN, { e: 'lawan@kasir.test', p: 'Rahasia-2026' })
    expect(response.errors?.[0]).toMatchObject({
      message: 'Belum waktunya jam kerja',
      extensions: { code: 'OUTSIDE_SHIFT' },
    })
  })
})
