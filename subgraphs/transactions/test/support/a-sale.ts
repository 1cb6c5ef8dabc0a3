import type { Transaction } from '../../src/domain/transaction.js'

export const SECOND = 1_000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE

/** A sale that was stored and marked as sent at ten in the morning, and has not been answered. */
export function aSale(productType: 'PREPAID' | 'POSTPAID', more: Partial<Transaction> = {}): Transaction {
  const isBill = productType === 'POSTPAID'
  const at = new Date('2026-03-31T03:00:00Z')
  return {
    id: '665000000000000000000001',
    invoice: 'INV-0000000000000001',
    refId: 'INV0000000000000001',
    trId: isBill ? '7' : null,
    productType,
    productCode: isBill ? 'PLNPOSTPAID' : 'hpln20000',
    customerNumber: '12345678901',
    customer: { name: null, meterNumber: null, subscriberId: null, tariff: null, powerVa: null },
    state: 'PROCESSING',
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
    nextCheckAt: new Date(at.getTime() + 3 * SECOND),
    needsAttention: false,
    printCount: 0,
    sends: 1,
    lastSentAt: at,
    sendingUntil: new Date(at.getTime() + 35 * SECOND),
    unknownAnswers: 0,
    lastPaymentCode: null,
    isRefusalToConfirm: false,
    isPaid: false,
    isBeingPaid: false,
    isLegacy: false,
    rungAt: null,
    ...more,
  }
}
