import type { Attempts, Phase } from '../../src/domain/settlement/phase.js'
import type { Transaction } from '../../src/domain/transaction.js'

export const SECOND = 1_000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE

export const SOLD_AT = new Date('2026-03-31T03:00:00Z')

/** The first attempt of `aSale`. */
export const anAttempt = (more: Partial<Attempts> = {}): Attempts => ({
  count: 1,
  firstAt: SOLD_AT,
  lastAt: SOLD_AT,
  deadline: new Date(SOLD_AT.getTime() + 35 * SECOND),
  lastCode: null,
  ...more,
})

/** An open phase after the first attempt. */
export const aPhase = (
  name: 'SUBMITTED' | 'ACCEPTED' | 'REFUSED' | 'PAID_WITHOUT_TOKEN',
  { absentChecks = 0, ...attempts }: Partial<Attempts> & { absentChecks?: number } = {},
): Phase => {
  const common = { attempts: anAttempt(attempts), nextCheckAt: new Date(SOLD_AT.getTime() + 3 * SECOND) }
  return name === 'SUBMITTED' || name === 'ACCEPTED' ? { name, ...common, absentChecks } : { name, ...common }
}

/** A sale after its first attempt at 10:00 Jakarta time, without a response. */
export function aSale(productType: 'PREPAID' | 'POSTPAID', more: Partial<Transaction> = {}): Transaction {
  const isBill = productType === 'POSTPAID'
  const at = SOLD_AT
  return {
    id: '665000000000000000000001',
    invoice: 'INV-0000000000000001',
    refId: 'INV0000000000000001',
    trId: isBill ? '7' : null,
    productType,
    productCode: isBill ? 'PLNPOSTPAID' : 'hpln20000',
    customerNumber: '12345678901',
    customer: { name: null, meterNumber: null, subscriberId: null, tariff: null, powerVa: null },
    phase: aPhase('SUBMITTED'),
    reviewReasons: [],
    revision: 0,
    nominalIdr: 20_000,
    adminFeeIdr: null,
    priceIdr: 22_000,
    costIdr: 20_500,
    profitIdr: null,
    token: null,
    serialNumber: null,
    energyKwh: null,
    bills: [],
    reference: null,
    remainingBills: null,
    responseCode: null,
    message: null,
    employeeId: 'e1',
    employeeName: 'Siti',
    shiftId: null,
    shift: null,
    idempotencyKey: 'a-key-of-a-till',
    requestHash: 'hash',
    events: [{ at, type: 'SENT', actor: 'system', from: null, to: null, note: null }],
    createdAt: at,
    updatedAt: at,
    completedAt: null,
    businessDate: '2026-03-31',
    printCount: 0,
    ...more,
  }
}
