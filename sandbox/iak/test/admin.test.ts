import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { startTestBiller } from './support/start-test-biller.js'

const folder = mkdtempSync(join(tmpdir(), 'iak-sandbox-'))
afterAll(() => rmSync(folder, { recursive: true }))
const METER = '12345678901'

describe('the admin API', () => {
  test('returns the ledger in its documented form', async () => {
    const biller = await startTestBiller()
    const ref = biller.newRef()
    const { data } = await biller.topUp(ref, METER)
    const response = await fetch(`${biller.url}/_admin/ledger`)
    expect(await response.json()).toMatchObject({
      deposit: 999_949_500,
      transactions: [
        {
          ref_id: ref,
          tr_id: data.tr_id,
          kind: 'prepaid',
          customer_id: METER,
          product_code: 'hpln50000',
          status: 0,
          rc: '39',
          price: 50_500,
          debited: 50_500,
          credited: 0,
          calls: 1,
        },
      ],
    })
    await biller.stop()
  })

  test('returns the time of a debit by the machine’s clock, and null for a bill that was only inquired', async () => {
    const biller = await startTestBiller()
    await biller.setClock('2001-01-01T12:00:00+07:00')
    const [token, bill] = [biller.newRef(), biller.newRef()]
    const before = Date.now()
    await biller.topUp(token, METER)
    await biller.inquire(bill, '530000000000')
    const [tokenEntry, billEntry] = biller.ledger().transactions
    expect(Date.parse(tokenEntry?.debited_at ?? '')).toBeGreaterThanOrEqual(before)
    expect(billEntry?.debited_at).toBeNull()
    await biller.topUp(token, METER)
    expect(biller.ledger().transactions[0]?.debited_at).toBe(tokenEntry?.debited_at)
    await biller.stop()
  })

  test('reset empties the ledger and restores all defaults', async () => {
    const biller = await startTestBiller()
    await biller.topUp(biller.newRef(), METER)
    const before = { ...biller.state.settings }
    await biller.admin('/deposit', { amount: 5 })
    await biller.admin('/delay', { ms: 5 })
    await biller.set({ typeVariance: true, cutOff: '106', dailyLimit: '207', maintenance: true })
    await biller.admin('/products/hpln20000', { active: false, price: 1 })
    await biller.admin('/faults', { operation: 'check-balance', fault: '3006', times: 9 })
    await biller.setClock('2001-01-01T00:00:00+07:00')
    expect(await biller.admin('/reset')).toEqual({ deposit: 1_000_000_000 })
    expect(biller.ledger()).toEqual({ deposit: 1_000_000_000, transactions: [] })
    expect(biller.state.settings).toEqual(before)
    expect((await biller.balance()).data).toMatchObject({ rc: '00', balance: 1_000_000_000 })
    const [row] = (await biller.tokens()).data.pricelist as Record<string, unknown>[]
    expect(row).toMatchObject({ status: 'active', product_price: 20_500 })
    expect(Math.abs(biller.state.now() - Date.now())).toBeLessThan(1_000)
    await biller.stop()
  })

  test.each([
    ['/transactions/INV404/result', { rc: '00' }, 404],
    ['/transactions/INV404/result', { rc: 'success' }, 400],
    ['/deposit', { amount: -1 }, 400],
    ['/deposit', { amount: 1.5 }, 400],
    ['/delay', { ms: 'long' }, 400],
    ['/settings', { cutof: 'off' }, 400],
    ['/settings', { cutOff: 'never' }, 400],
    ['/clock', { now: 'yesterday' }, 400],
    ['/products/hpln1', { active: true }, 404],
    ['/nothing', {}, 404],
  ])('%s with %j returns %i and an error message', async (path, body, http) => {
    const biller = await startTestBiller()
    const response = await biller.send(`/_admin${path}`, body)
    expect(response.http).toBe(http)
    expect(JSON.parse(response.text).error).toEqual(expect.any(String))
    await biller.stop()
  })

  test('the clock continues from the set time, or is frozen', async () => {
    const biller = await startTestBiller()
    await biller.setClock('2026-03-31T23:59:00+07:00', false)
    expect(biller.state.now() - Date.parse('2026-03-31T23:59:00+07:00')).toBeLessThan(5_000)
    await biller.setClock('2026-03-31T23:59:00+07:00')
    expect(await biller.admin('/clock', { advanceMs: 60_000 })).toEqual({ now: '2026-03-31T17:00:00.000Z' })
    expect(biller.state.now()).toBe(Date.parse('2026-04-01T00:00:00+07:00'))
    await biller.admin('/clock', { now: null })
    expect(Math.abs(biller.state.now() - Date.now())).toBeLessThan(5_000)
    await biller.stop()
  })

  test('tr_id increases across prepaid and postpaid', async () => {
    const biller = await startTestBiller()
    const first = await biller.topUp(biller.newRef(), METER)
    const second = await biller.inquire(biller.newRef(), '530000000000')
    const third = await biller.topUp(biller.newRef(), METER)
    const ids = [first, second, third].map(({ data }) => Number(data.tr_id))
    expect(ids).toEqual([...ids].sort((a, b) => a - b))
    expect(new Set(ids).size).toBe(3)
    await biller.stop()
  })

  test('health and metrics are served', async () => {
    const biller = await startTestBiller()
    for (const path of ['/health/live', '/health/ready', '/metrics']) {
      expect((await fetch(biller.url + path)).status).toBe(200)
    }
    await biller.stop()
  })
})

describe('the ledger file', () => {
  test('preserves deposit, pending sales, tokens and ids over a restart', async () => {
    const ledgerFile = join(folder, 'a', 'ledger.jsonl')
    const first = await startTestBiller({ ledgerFile })
    const [pending, done, bill] = ['INVA', 'INVB', 'INVC']
    await first.set({ callbacks: false })
    const { data } = await first.topUp(pending, METER)
    await first.topUp(done, METER)
    await first.settle(done, '00')
    const token = (await first.status(done)).data.sn
    await first.inquire(bill, '530000000000')
    const before = first.ledger()
    await first.stop()

    const second = await startTestBiller({ ledgerFile })
    await second.set({ callbacks: false })
    expect(second.ledger().deposit).toBe(before.deposit)
    expect((await second.status(pending)).data).toMatchObject({ status: 0, rc: '39', tr_id: data.tr_id })
    expect((await second.status(done)).data).toMatchObject({ status: 1, sn: token })
    expect((await second.billStatus(bill)).data).toMatchObject({ status: 0, response_code: '42' })
    expect((await second.topUp(pending, METER)).data.rc).toBe('39')
    expect(second.entry(pending)).toMatchObject({ debited: 50_500, calls: 2 })
    await second.settle(pending, '07')
    expect(Number((await second.topUp('INVD', METER)).data.tr_id)).toBeGreaterThan(Number(data.tr_id) + 2)
    await second.stop()
  })

  test('a sale that was due while the sandbox was stopped settles after its restart', async () => {
    const ledgerFile = join(folder, 'b', 'ledger.jsonl')
    const first = await startTestBiller({ ledgerFile, delay: 1_000 })
    await first.topUp('INVA', METER)
    await first.stop()
    const second = await startTestBiller({ ledgerFile })
    await second.set({ callbacks: false })
    await second.admin('/clock', { advanceMs: 1_000 })
    expect((await second.status('INVA')).data.rc).toBe('00')
    await second.stop()
  })

  test('a truncated last line is ignored, and a start compacts the file to one line per sale', async () => {
    const { appendFileSync } = await import('node:fs')
    const ledgerFile = join(folder, 'c', 'ledger.jsonl')
    const first = await startTestBiller({ ledgerFile, delay: 0 })
    await first.set({ callbacks: false })
    for (let sale = 0; sale < 20; sale += 1) await first.topUp(first.newRef(), METER)
    const before = first.ledger()
    await first.stop()
    appendFileSync(ledgerFile, '{"entry":{"refId":"INV')
    const second = await startTestBiller({ ledgerFile })
    expect(second.ledger()).toEqual(before)
    await second.stop()
    expect(readFileSync(ledgerFile, 'utf8').trimEnd().split('\n')).toHaveLength(21)
  })
})
