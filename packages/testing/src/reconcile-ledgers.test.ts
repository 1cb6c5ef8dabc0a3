import { expect, test } from 'vitest'
import { createSandboxClient, type LedgerEntry, type SandboxClient } from './fixtures/sandbox-client.js'
import { expectLedgersToReconcile } from './reconcile-ledgers.js'

const AT = '2026-03-31T10:00:00.000Z'
const BEFORE = '2026-03-31T09:59:59.999Z'

const entry = (more: Partial<LedgerEntry> = {}): LedgerEntry => ({
  ref_id: 'INV1',
  tr_id: 700_000,
  kind: 'prepaid',
  customer_id: '12345678901',
  product_code: 'hpln20000',
  status: 1,
  rc: '00',
  price: 20_500,
  debited: 20_500,
  debited_at: AT,
  credited: 0,
  calls: 1,
  ...more,
})
const billerWith = (...transactions: LedgerEntry[]): SandboxClient => ({
  ...createSandboxClient(''),
  ledger: async () => ({ deposit: 0, transactions }),
})
const sale = (status: string, createdAt = BEFORE) => ({ invoice: 'INV-1', status, createdAt })

test.each(['SUCCESS', 'PROCESSING'])(
  'a sale that is %s and was debited once, after it was made, is right',
  async (status) => {
    await expectLedgersToReconcile(billerWith(entry()), [sale(status)])
  },
)

test.each(['FAILED', 'EXPIRED', 'AWAITING_PAYMENT'])('a sale that is %s and was debited is noticed', async (status) => {
  await expect(expectLedgersToReconcile(billerWith(entry()), [sale(status)])).rejects.toThrow(`INV1 is ${status} here`)
  const givenBack = entry({ credited: 20_500 })
  await expectLedgersToReconcile(billerWith(givenBack), [sale(status)])
})

test('a debit before the sale was stored is detected', async () => {
  const late = sale('SUCCESS', '2026-03-31T10:00:00.001Z')
  await expect(expectLedgersToReconcile(billerWith(entry()), [late])).rejects.toThrow('debited before')
})

test.each([
  ['a debit without a transaction', [entry()], [], 'is not stored here'],
  ['a second debit', [entry({ debited: 41_000 })], [sale('SUCCESS')], 'more than once'],
  ['a SUCCESS that was not debited', [], [sale('SUCCESS')], 'not debited there'],
  ['one number for two sales', [entry()], [sale('SUCCESS'), sale('SUCCESS')], 'occurs twice'],
])('%s is noticed', async (_what, transactions, sales, fault) => {
  await expect(expectLedgersToReconcile(billerWith(...transactions), sales)).rejects.toThrow(fault)
})
