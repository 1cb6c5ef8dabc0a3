import { type Db, ObjectId } from 'mongodb'

/** Four rounds, so that the test is quick; the old system used ten. */
const BCRYPT_OF_RAHASIA_LAMA_1 = '$2b$04$qSkBfUug5nAB9gQZwerl7eFpS4EmvytUT3m4ZJoAnQnaZdYQkD4gO'
export const OLD_PASSWORD = 'Rahasia-Lama-1'

/** What the old system's rows come to in ours. */
export interface Expected {
  /** By state, of rows that can be read. */
  states: Record<'SUCCESS' | 'FAILED' | 'PROCESSING' | 'EXPIRED', number>
  people: number
  refused: { user: number; transaction: number }
}

const SHIFTS = [
  ['Pagi', '2024-07-10T01:00:00.000Z', '2024-07-10T08:59:00.000Z'],
  ['Sepanjang hari', '2024-07-09T17:00:00.000Z', '2024-07-10T16:59:00.000Z'],
] as const

/**
 * An old database of every kind of row: tokens and bills in all statuses, looked-up bills that nobody paid, amounts as
 * text, instants as text, people with bcrypt and with passwords of unknown form, and some rows that nobody can read.
 */
export async function fillOldDatabase(db: Db, transactions: number): Promise<Expected> {
  const shiftIds = [new ObjectId(), new ObjectId()]
  await db.collection('officeHours').insertMany(
    SHIFTS.map(([name, startAt, endAt], index) => ({
      _id: shiftIds[index] ?? new ObjectId(),
      name,
      startAt,
      endAt: new Date(endAt),
      active: true,
      createdAt: new Date(startAt),
    })),
  )
  const people = Array.from({ length: 40 }, (_, index) => ({
    _id: new ObjectId(),
    name: `Pegawai ${index}`,
    phone: `08123456${String(index).padStart(4, '0')}`,
    email: index === 0 ? 'Pegawai0@Lama.Test' : `pegawai${index}@lama.test`,
    numberId: `L-${index}`,
    address: 'Jalan Lama',
    password: index % 4 === 3 ? 'teks-biasa' : BCRYPT_OF_RAHASIA_LAMA_1,
    active: true,
    userType: index === 39 ? 'admin' : 'user',
    officeHoursId: shiftIds[1],
    createdAt: new Date('2024-07-10T01:00:00.000Z'),
  }))
  await db
    .collection<Record<string, unknown>>('user')
    .insertMany([
      ...people,
      { _id: new ObjectId(), name: 'Tanpa Email', numberId: 'L-99' },
      { _id: new ObjectId(), name: 'Kembar', email: 'pegawai1@lama.test', numberId: 'L-98' },
    ] as never)

  const states: Expected['states'] = { SUCCESS: 0, FAILED: 0, PROCESSING: 0, EXPIRED: 0 }
  let batch: Record<string, unknown>[] = []
  for (let index = 0; index < transactions; index += 1) {
    const [row, state] = rowOfKind(index, people[index % 39]?._id ?? new ObjectId())
    if (state) states[state] += 1
    batch.push(row)
    if (batch.length === 5_000 || index === transactions - 1) {
      await db.collection<Record<string, unknown>>('transaction').insertMany(batch as never)
      batch = []
    }
  }
  const unreadable = Math.ceil(transactions / 1_000)
  return { states, people: people.length, refused: { user: 2, transaction: unreadable } }
}

function rowOfKind(index: number, seller: ObjectId): [Record<string, unknown>, keyof Expected['states'] | null] {
  const createdAt = new Date(Date.UTC(2024, 6, 10) + index * 60_000)
  const row = {
    _id: new ObjectId(),
    invoice: `INV${String(index).padStart(10, '0')}`,
    customer_id: '12345678901',
    product_code: 'hpln20000',
    admin: 0,
    nominal: 20_000,
    price: 22_000,
    tr_id: index,
    user_id: seller,
    createdAt,
    updatedAt: createdAt,
  }
  if (index % 1_000 === 0) return [{ ...row, invoice: null, status: 1 }, null]
  const bill = { ...row, product_code: 'PLNPOSTPAID', customer_id: '530000000000', admin: 2_500 }
  switch (index % 8) {
    case 0:
      return [
        { ...row, status: 1, rc: '00', info: JSON.stringify({ sn: '1234-5678-9012-3456-7890/BUDI/R1/900/14,7' }) },
        'SUCCESS',
      ]
    case 1:
      return [{ ...row, status: 2, rc: '07', price: '22000' }, 'FAILED']
    case 2:
      return [{ ...row, status: 0, rc: '39' }, 'PROCESSING']
    case 3:
      return [{ ...bill, status: 1, rc: '00' }, 'SUCCESS']
    case 4:
      return [
        { ...bill, status: 3, rc: '00', info: JSON.stringify({ data: { desc: { noref: '1'.repeat(32) } } }) },
        'SUCCESS',
      ]
    case 5:
      return [{ ...bill, status: 3, rc: '00' }, 'EXPIRED']
    case 6:
      return [{ ...bill, product_code: 'PLNNONH', status: 3, rc: '39' }, 'PROCESSING']
    default:
      return [{ ...row, status: 1, rc: '00', createdAt: createdAt.toISOString() }, 'SUCCESS']
  }
}
