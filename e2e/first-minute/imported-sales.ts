import { type Db, ObjectId } from 'mongodb'

const DAYS = 500
const DAY_MS = 86_400_000
const BATCH = 5_000

/** One in ten has failed. */
const isSuccess = (index: number) => index % 10 !== 0

export const IMPORTED = {
  successOf: (count: number) => Array.from({ length: count }, (_, index) => isSuccess(index)).filter(Boolean).length,
}

/**
 * Inserts sales of the last 500 days as an import leaves them that was interrupted before the rollups: with the columns
 * of the old system and ours, not rolled up.
 */
export async function importSales(db: Db, count: number): Promise<void> {
  const yesterday = Date.now() - 2 * DAY_MS
  for (let start = 0; start < count; start += BATCH) {
    const rows = Array.from({ length: Math.min(BATCH, count - start) }, (_, offset) =>
      importedSale(start + offset, new Date(yesterday - Math.floor(((start + offset) * DAYS * DAY_MS) / count))),
    )
    await db.collection('transaction').insertMany(rows)
  }
}

function importedSale(index: number, at: Date) {
  const state = isSuccess(index) ? 'SUCCESS' : 'FAILED'
  // Business time: Asia/Jakarta, UTC+7 without daylight saving time.
  const [date = '', time = ''] = new Date(at.getTime() + 7 * 3_600_000).toISOString().split('T')
  const invoice = `INV${String(index).padStart(10, '0')}`
  return {
    _id: new ObjectId(ObjectId.generate(at.getTime() / 1_000)),
    invoice,
    customer_id: '12345678901',
    product_code: 'hpln20000',
    status: state === 'SUCCESS' ? 1 : 2,
    admin: 0,
    nominal: 20_000,
    price: 22_000,
    rc: state === 'SUCCESS' ? '00' : '07',
    tr_id: index,
    user_id: `pegawai-${index % 8}`,
    createdAt: at,
    updatedAt: at,
    state,
    phase: { name: state },
    reviewReasons: [],
    revision: 0,
    productType: 'PREPAID',
    refId: invoice,
    employeeId: `pegawai-${index % 8}`,
    token: state === 'SUCCESS' ? '12345678901234567890' : null,
    customer: { name: 'BUDI', meterNumber: '12345678901', subscriberId: null, tariff: 'R1', powerVa: 900 },
    bills: [],
    events: [],
    completedAt: at,
    businessDate: date,
    businessHour: Number(time.slice(0, 2)),
    needsAttention: false,
    lease: { owner: '', until: new Date(0) },
    isLegacy: true,
  }
}
