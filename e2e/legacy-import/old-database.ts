import { type Db, ObjectId } from 'mongodb'
import { oldSale, type State } from './old-sales.js'

/** Four rounds, so that the test is quick; the old system used ten. */
const BCRYPT_OF_RAHASIA_LAMA_1 = '$2b$04$qSkBfUug5nAB9gQZwerl7eFpS4EmvytUT3m4ZJoAnQnaZdYQkD4gO'
export const OLD_PASSWORD = 'Rahasia-Lama-1'
const ARGON2ID = '$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$qLml5cbqFAO6YxVHhrSBHP0UWdxrIxkNcM8aMX3blzU'
const WHOLE_DAY = new ObjectId()

/** Expected result of importing the old system's rows. */
export interface Expected {
  /** Readable sales by state. */
  states: Record<State, number>
  /** Total of successful sales, in rupiah. */
  soldIdr: number
  copied: { user: number; officeHours: number; transaction: number }
  /** Number of refused rows by reason. */
  refused: { user: Why; officeHours: Why; transaction: Why }
  passwords: { bcrypt: number; argon2id: number; unknown: number }
  /** E-mails of deactivated users, in any spelling. */
  dismissed: string[]
}

type Why = Record<string, number>
type Row = Record<string, unknown>

const SHIFTS: readonly [row: Row, why: string | null][] = [
  [{ name: 'Pagi', startAt: '2024-07-10T01:00:00.000Z', endAt: new Date('2024-07-10T08:59:00.000Z') }, null],
  [{ _id: WHOLE_DAY, name: 'Sepanjang hari', startAt: '2024-07-10T00:00:00', endAt: '2024-07-10 23:59:00' }, null],
  [{ name: 'Sore', startAt: '16:00', endAt: '23:59', active: 'false' }, null],
  [{ name: 'Entah', startAt: 'nanti', endAt: '23:59' }, wrong('startAt')],
  [{ name: 'Tanpa akhir', startAt: '16:00' }, wrong('endAt')],
]

const UNREADABLE_USERS: readonly [row: Row, why: string | null][] = [
  [{ email: undefined }, wrong('email')],
  [{ email: 'pegawai1@lama.test' }, 'email is taken by another row'],
  [{ numberId: 'L-1' }, 'numberId is taken by another row'],
  [{ numberId: {} }, wrong('numberId')],
  [{ active: 'mungkin' }, wrong('active')],
  [{ createdAt: 'kemarin' }, wrong('createdAt')],
  [{ _id: 'bukan-id' }, wrong('_id')],
]

/** Fills an old database with the given number of sales, a user for every 125 of them, and shifts, in every row format. */
export async function fillOldDatabase(db: Db, sales: number): Promise<Expected> {
  const expected: Expected = {
    states: { SUCCESS: 0, FAILED: 0, PROCESSING: 0, EXPIRED: 0 },
    soldIdr: 0,
    copied: { user: 0, officeHours: 0, transaction: 0 },
    refused: { user: {}, officeHours: {}, transaction: {} },
    passwords: { bcrypt: 0, argon2id: 0, unknown: 0 },
    dismissed: [],
  }
  const count = (name: keyof Expected['copied'], why: string | null) => {
    if (why === null) expected.copied[name] += 1
    else expected.refused[name][why] = (expected.refused[name][why] ?? 0) + 1
  }

  const shifts = SHIFTS.map(([row, why]) => {
    count('officeHours', why)
    return { _id: new ObjectId(), active: true, createdAt: new Date('2024-07-10T01:00:00.000Z'), ...row }
  })
  await db.collection('officeHours').insertMany(shifts)

  const users = Array.from({ length: Math.ceil(sales / 125) }, (_, index) => oldUser(index))
  for (const { email, password, active } of users) {
    count('user', null)
    expected.passwords[formOf(password)] += 1
    if (active === false || active === 0 || active === 'false') expected.dismissed.push(email)
  }
  const unreadable = UNREADABLE_USERS.map(([row, why], index) => {
    count('user', why)
    return { ...oldUser(100_000 + index), ...row }
  })
  await db.collection<Row>('user').insertMany([...users, ...unreadable] as never, { ignoreUndefined: true })

  for (let start = 0; start < sales; start += 5_000) {
    const batch = Array.from({ length: Math.min(5_000, sales - start) }, (_, index) => {
      const sale = oldSale(start + index, users[(start + index) % users.length]?._id ?? new ObjectId())
      count('transaction', sale.why === null ? null : wrong(sale.why))
      if (sale.why === null) expected.states[sale.state] += 1
      if (sale.why === null && sale.state === 'SUCCESS') expected.soldIdr += Math.round(Number(sale.row.price))
      return sale.row
    })
    await db.collection<Row>('transaction').insertMany(batch as never)
  }
  return expected
}

function wrong(column: string): string {
  return `${column} missing or of a wrong type`
}

function oldUser(index: number) {
  const passwords = [BCRYPT_OF_RAHASIA_LAMA_1, BCRYPT_OF_RAHASIA_LAMA_1, ARGON2ID, 'teks-biasa', null]
  return {
    _id: new ObjectId(),
    name: `Pegawai ${index}`,
    phone: `08123${String(index).padStart(7, '0')}`,
    email: index === 0 ? ' Pegawai0@Lama.Test' : `pegawai${index}@lama.test`,
    // The manual form stored digits as a number.
    numberId: index % 3 === 0 ? 10_000 + index : `L-${index}`,
    address: 'Jalan Lama',
    password: passwords[index % 5],
    active: index % 10 < 7 ? [true, 1, 'true', undefined][index % 4] : [false, 0, 'false'][(index % 10) - 7],
    userType: index === 35 ? 'admin' : 'user',
    officeHoursId: WHOLE_DAY,
    createdAt: index % 2 === 0 ? new Date('2024-07-10T01:00:00.000Z') : '2024-07-10T08:00:00',
  }
}

function formOf(password: unknown): keyof Expected['passwords'] {
  if (password === BCRYPT_OF_RAHASIA_LAMA_1) return 'bcrypt'
  return password === ARGON2ID ? 'argon2id' : 'unknown'
}
