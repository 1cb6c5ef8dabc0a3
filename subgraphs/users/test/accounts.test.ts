import { codeOf } from '@setrum/testing'
import { ObjectId } from 'mongodb'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { PAGI, SORE } from './support/start-fake-master.js'
import { ADMIN, startTestUsers, type TestUsers } from './support/start-test-users.js'

const LIST = `query($f: UserFilter, $n: Int, $a: String, $p: Int) {
  users(filter: $f, first: $n, after: $a, page: $p) {
    totalCount nodes { id name } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
}`

let users: TestUsers

beforeAll(async () => {
  users = await startTestUsers()
})
beforeEach(() => users.reset())
afterAll(() => users?.stop())

const list = async (variables: object = {}) => {
  const response = await users.execute(ADMIN, LIST, { ...variables })
  if (response.errors) throw new Error(JSON.stringify(response.errors))
  return response.data.users
}
const namesOf = (page: { nodes: { name: string }[] }) => page.nodes.map(({ name }) => name)
const stored = () => users.collection('user').countDocuments()

describe('the list of users', () => {
  beforeAll(async () => {
    for (const name of ['Ani', 'Ani', 'Ani', 'Zulkifli (B.)', 'Wati']) {
      const { errors } = await users.create({ name, shiftId: name === 'Wati' ? SORE : PAGI, active: name !== 'Wati' })
      expect(errors).toBeUndefined()
    }
  })

  test('is ordered by name, without the caller, twenty to a page', async () => {
    const all = await list()
    expect(namesOf(all)).toEqual([
      'Ani',
      'Ani',
      'Ani',
      'Budi Prasetyo',
      'Dewi Anggraini',
      'Siti Rahayu',
      'Wati',
      'Zulkifli (B.)',
    ])
    expect(all.totalCount).toBe(8)
    expect(all.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: false })
  })

  test('is paged by cursor and by number, without duplicates or gaps', async () => {
    const all = await list()
    const byCursor: unknown[] = []
    let after: string | null = null
    for (let page = 1; page <= 4; page += 1) {
      const byNumber = await list({ n: 2, p: page })
      const next = await list({ n: 2, a: after })
      expect(next.nodes).toEqual(byNumber.nodes)
      expect(next.pageInfo).toMatchObject({ hasNextPage: page < 4, hasPreviousPage: page > 1 })
      expect(next.totalCount).toBe(8)
      byCursor.push(...next.nodes)
      after = next.pageInfo.endCursor
    }
    expect(byCursor).toEqual(all.nodes)
    expect((await list({ n: 2, p: 5 })).nodes).toEqual([])
  })

  test('a cursor stays valid when its user is renamed', async () => {
    const all = await list()
    const first = await list({ n: 1 })
    await users.update(first.nodes[0].id, { name: 'Zzz' })
    const next = await list({ n: 1, a: first.pageInfo.endCursor })
    expect(next.nodes[0].id).toBe(all.nodes[1].id)
    await users.update(first.nodes[0].id, { name: 'Ani' })
  })

  test.each([
    ['a part of the name, case-insensitive', { search: 'aNi' }, ['Ani', 'Ani', 'Ani']],
    ['a part of the e-mail', { search: 'siti@set' }, ['Siti Rahayu']],
    ['a part of the employee number', { search: 'ksr-002' }, ['Budi Prasetyo']],
    ['characters that are special in patterns', { search: '(b.)' }, ['Zulkifli (B.)']],
    ['a pattern, taken literally', { search: '.*' }, []],
    ['a role', { role: 'ADMIN' }, []],
    ['a shift', { shiftId: SORE }, ['Budi Prasetyo', 'Wati']],
    ['an unknown shift', { shiftId: 'no id' }, []],
    ['activity', { active: false }, ['Wati']],
    ['several conditions', { shiftId: SORE, active: true, role: 'EMPLOYEE', search: 'budi' }, ['Budi Prasetyo']],
  ])('can be filtered by %s', async (_name, filter, names) => {
    const found = await list({ f: filter })
    expect(namesOf(found)).toEqual(names)
    expect(found.totalCount).toBe(names.length)
  })

  test.each([
    ['a page size of 101', { n: 101 }],
    ['a page size of 0', { n: 0 }],
    ['a negative page size', { n: -1 }],
    ['page 0', { p: 0 }],
    ['an invalid cursor', { a: 'abc' }],
    ['a cursor together with a page', { a: 'abc', p: 2 }],
    ['a search of 101 characters', { f: { search: 'x'.repeat(101) } }],
    ['a query operator as search', { f: { search: { $gt: '' } } }],
  ])('refuses %s', async (_name, variables) => {
    expect(codeOf(await users.execute(ADMIN, LIST, variables))).toBe('BAD_USER_INPUT')
  })
})

describe('a new account', () => {
  test('is stored in the columns of the old system, the password as Argon2id hash', async () => {
    const { data } = await users.create({
      employeeNumber: ' K-77 ',
      name: ' Rina Wijaya ',
      email: 'Rina@Kasir.test',
      address: 'Jl. Melati 1\nBandung',
    })
    const row = await users.collection('user').findOne({ _id: new ObjectId(data.createUser.id) })
    expect(row).toEqual({
      _id: expect.any(ObjectId),
      name: 'Rina Wijaya',
      phone: '081234567890',
      email: 'rina@kasir.test',
      numberId: 'K-77',
      address: 'Jl. Melati 1, Bandung',
      password: expect.stringMatching(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/),
      active: true,
      userType: 'user',
      officeHoursId: PAGI,
      createdAt: expect.any(Date),
      updatedAt: expect.any(Date),
    })
  })

  test('for an admin has no shift', async () => {
    const { data } = await users.create({ role: 'ADMIN', shiftId: null, email: 'owner2@setrum.test' })
    expect(data.createUser.role).toBe('ADMIN')
    expect(codeOf(await users.login('owner2@setrum.test', 'Kasir-Uji-2026'))).toBeUndefined()
    expect(codeOf(await users.create({ role: 'ADMIN', shiftId: PAGI }))).toBe('BAD_USER_INPUT')
  })

  test.each([
    ['an invalid e-mail', { email: 'siti' }, 'BAD_USER_INPUT'],
    ['a password of seven characters', { password: 'Rahasi1' }, 'BAD_USER_INPUT'],
    ['a password of 129 characters', { password: 'Ab1-'.repeat(33).slice(0, 129) }, 'BAD_USER_INPUT'],
    ['a common password', { password: 'Password123' }, 'BAD_USER_INPUT'],
    ['the e-mail as password', { email: 'rina.w@kasir.test', password: 'Rina.w@kasir.test' }, 'BAD_USER_INPUT'],
    ['an invalid phone number', { phone: 'siti' }, 'BAD_USER_INPUT'],
    ['an empty name', { name: '  ' }, 'BAD_USER_INPUT'],
    ['a name with a control character', { name: 'Ri\u0000na' }, 'BAD_USER_INPUT'],
    ['a name of 101 characters', { name: 'x'.repeat(101) }, 'BAD_USER_INPUT'],
    ['an empty employee number', { employeeNumber: '' }, 'BAD_USER_INPUT'],
    ['an address of 201 characters', { address: 'x'.repeat(201) }, 'BAD_USER_INPUT'],
    ['a shift that does not exist', { shiftId: '665000000000000000000099' }, 'BAD_USER_INPUT'],
    ['an employee without a shift', { shiftId: null }, 'BAD_USER_INPUT'],
    ['a role that does not exist', { role: 'OWNER' }, 'BAD_USER_INPUT'],
    ['a query operator as name', { name: { $ne: '' } }, 'BAD_USER_INPUT'],
    ['an e-mail in use', { email: 'SITI@setrum.test' }, 'CONFLICT'],
    ['an employee number in use', { employeeNumber: 'KSR-001' }, 'CONFLICT'],
  ])('with %s is refused with a readable message, and nothing is stored', async (_name, input, code) => {
    const before = await stored()
    const response = await users.create(input)
    expect(codeOf(response)).toBe(code)
    expect(response.errors?.[0]?.message).toMatch(/\b(harus|tidak|sudah|sah)\b/)
    expect(await stored()).toBe(before)
  })

  test('names the conflicting field', async () => {
    const email = await users.create({ email: 'siti@setrum.test' })
    expect(email.errors?.[0]?.extensions).toEqual({ code: 'CONFLICT', field: 'email' })
    const number = await users.create({ employeeNumber: 'KSR-001' })
    expect(number.errors?.[0]?.extensions).toEqual({ code: 'CONFLICT', field: 'employeeNumber' })
  })

  test('explains the whole password rule', async () => {
    const { errors } = await users.create({ password: 'pendek' })
    expect(errors?.[0]?.message).toBe(
      'Kata sandi harus 8 sampai 128 karakter, tidak boleh sama dengan email, dan tidak boleh yang mudah ditebak.',
    )
  })

  test('concurrent requests with one e-mail create one account', async () => {
    const responses = await Promise.all(Array.from({ length: 8 }, () => users.create({ email: 'sama@kasir.test' })))
    expect(responses.filter((response) => response.errors === undefined)).toHaveLength(1)
    expect(responses.filter((response) => codeOf(response) === 'CONFLICT')).toHaveLength(7)
  })
})

describe('changing an account', () => {
  const one = async () => (await users.create({ address: 'Jl. Mawar 2' })).data.createUser.id as string

  test('keeps omitted fields, and a null address removes the address', async () => {
    const id = await one()
    const phone = await users.update(id, { phone: '+62 812 3456', name: null })
    expect(phone.data.updateUser).toEqual({
      id,
      name: 'Rina',
      phone: '+628123456',
      address: 'Jl. Mawar 2',
      active: true,
      shift: { id: PAGI },
    })
    expect((await users.update(id, { address: null })).data.updateUser.address).toBeNull()
  })

  test.each([
    ['an empty name', { name: '' }],
    ['an invalid phone number', { phone: '12' }],
    ['a shift that does not exist', { shiftId: '665000000000000000000099' }],
    ['an invalid shift id', { shiftId: 'no id' }],
  ])('refuses %s and changes nothing', async (_name, input) => {
    const id = await one()
    const before = await users.collection('user').findOne({ _id: new ObjectId(id) })
    expect(codeOf(await users.update(id, { active: false, ...input }))).toBe('BAD_USER_INPUT')
    expect(await users.collection('user').findOne({ _id: new ObjectId(id) })).toEqual(before)
  })

  test('an admin cannot deactivate the own account and cannot have a shift', async () => {
    expect(codeOf(await users.update('664000000000000000000001', { active: false }))).toBe('BAD_USER_INPUT')
    expect(codeOf(await users.update('664000000000000000000001', { shiftId: PAGI }))).toBe('BAD_USER_INPUT')
  })

  test('with an unknown id is NOT_FOUND, and reading it returns null', async () => {
    for (const id of ['664000000000000000000099', 'no id', '']) {
      expect(codeOf(await users.update(id, { name: 'X' }))).toBe('NOT_FOUND')
      const { data, errors } = await users.execute(ADMIN, 'query($id: ID!) { user(id: $id) { id } }', { id })
      expect({ data, errors }).toEqual({ data: { user: null }, errors: undefined })
    }
  })
})
