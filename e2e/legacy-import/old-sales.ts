import { ObjectId } from 'mongodb'

export type State = 'SUCCESS' | 'FAILED' | 'PROCESSING' | 'EXPIRED'

/** A row of the old system with its expected result: a state, or the unreadable column. */
export interface OldSale {
  row: Record<string, unknown>
  state: State
  why: string | null
}

/** Values of a sale that stores numbers where others store text. */
export const NUMERIC = { invoice: 240_710_000_001, meter: 14_123_456_789 }

const json = (value: object) => JSON.stringify(value)
const TOKEN = json({ sn: '1234-5678-9012-3456-7890/BUDI/R1/900/14,7' })
const PAID = json({ data: { desc: { noref: '1'.repeat(32) } } })

type Kind = [product: string, columns: Record<string, unknown>, state: State]

/** Every status number of the old system for tokens and both bill types, with the biller codes that define its meaning. */
const STATUSES: readonly Kind[] = [
  ['hpln20000', { status: 0, rc: '39' }, 'PROCESSING'],
  ['hpln20000', { status: 1, rc: '00', info: TOKEN }, 'SUCCESS'],
  ['hpln20000', { status: 2, rc: '07' }, 'FAILED'],
  ['hpln20000', { status: 3, rc: '39' }, 'PROCESSING'],
  ['hpln20000', { status: null, rc: null }, 'PROCESSING'],
  ...['PLNPOSTPAID', 'PLNNONTAG', 'PLNNONH'].flatMap((product): Kind[] => [
    [product, { status: 0, rc: '00' }, 'EXPIRED'], // inquired, never paid
    [product, { status: 0, rc: '39' }, 'PROCESSING'],
    [product, { status: 1, rc: '00', info: PAID }, 'SUCCESS'],
    [product, { status: 2, rc: '37' }, 'FAILED'],
    [product, { status: 3, rc: '00' }, 'EXPIRED'], // inquired, never paid
    [product, { status: 3, rc: '00', info: PAID }, 'SUCCESS'],
    [product, { status: 3, rc: '39' }, 'PROCESSING'],
    [product, { status: null, rc: null }, 'EXPIRED'],
  ]),
]

/** Spelling variants of the same sale. */
const SPELLINGS: readonly ((row: Record<string, unknown>, at: Date) => Record<string, unknown>)[] = [
  () => ({}),
  () => ({ price: '22000', admin: '2500', nominal: '20000' }),
  () => ({ price: 22_000.4 }),
  (_row, at) => ({ createdAt: at.toISOString(), updatedAt: at.toISOString() }),
  (_row, at) => ({ createdAt: inJakarta(at), updatedAt: inJakarta(at).replace('T', ' ') }),
  () => ({ createdAt: undefined, updatedAt: undefined, admin: null, nominal: null, tr_id: undefined }),
  ({ info }) => (info === undefined ? { info: 'not json' } : {}),
  ({ user_id }) => ({ user_id: String(user_id) }),
]

/** Unreadable rows. Ids of other types sort before or after ObjectIds. */
const UNREADABLE: readonly [column: string, write: (index: number) => unknown][] = [
  ['invoice', () => null],
  ['invoice', () => ' '],
  ['customer_id', () => undefined],
  ['product_code', () => 7.5],
  ['status', () => 'lunas'],
  ['price', () => 'dua puluh ribu'],
  ['createdAt', () => 'kemarin'],
  ['updatedAt', () => 1_720_573_200],
  ['_id', (index) => `bukan-id-${index}`],
  ['_id', (index) => index],
  ['_id', (index) => new Date(index)],
]

/** One row in a hundred is unreadable; the others cycle through every status and spelling. */
export function oldSale(index: number, seller: ObjectId): OldSale {
  const at = new Date(Date.UTC(2024, 6, 10) + index * 60_000)
  const [product_code, columns, state] = STATUSES[index % STATUSES.length] as Kind
  const row = {
    _id: new ObjectId(ObjectId.generate(at.getTime() / 1_000)),
    invoice: `INV${String(index).padStart(10, '0')}` as unknown,
    customer_id: product_code === 'hpln20000' ? '12345678901' : '530000000000',
    product_code,
    admin: 0,
    nominal: 20_000,
    price: 22_000,
    tr_id: index,
    user_id: seller,
    createdAt: at,
    updatedAt: at,
    ...columns,
  }
  if (index === 1) Object.assign(row, { invoice: NUMERIC.invoice, customer_id: NUMERIC.meter })
  if (index % 100 === 99) {
    const [column, write] = UNREADABLE[((index - 99) / 100) % UNREADABLE.length] as (typeof UNREADABLE)[number]
    return { row: without({ ...row, [column]: write(index) }), state, why: column }
  }
  const spelling = SPELLINGS[Math.floor(index / STATUSES.length) % SPELLINGS.length]
  return { row: without({ ...row, ...spelling?.(row, at) }), state, why: null }
}

/** Local time of the counter, without a time zone. */
function inJakarta(at: Date): string {
  return new Date(at.getTime() + 7 * 3_600_000).toISOString().slice(0, 19)
}

function without(row: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined))
}
