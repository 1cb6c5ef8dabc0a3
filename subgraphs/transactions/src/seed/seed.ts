import { isDuplicateKeyError } from '@setrum/subgraph-kit'
import { addDays, businessDate, businessHour, startOfDay } from '@setrum/units'
import { type DemoCustomer, demoCustomer } from '@setrum/units/demo-customers'
import { Types } from 'mongoose'
import { legacyStatus, productTypeOf } from '../domain/legacy/legacy-row.js'
import { searchTermsOf } from '../domain/search-terms.js'
import { noAttempts, type TransactionStatus } from '../domain/settlement/phase.js'
import { refIdOf, SYSTEM, type TransactionEvent } from '../domain/transaction.js'
import type { SalesRollups } from '../models/sales-rollups.js'
import type { TransactionModel } from '../models/transaction.js'
import { NO_LEASE } from '../models/transaction-lease.js'
import { phaseColumns } from '../models/transaction-phase.js'
import { newDirty } from '../models/transaction-row.js'
import type { TransactionRow } from '../models/transaction-schema.js'

const DAYS = 90
const SALES = 5_000
const CUSTOMERS = 400
const MARGIN_IDR = 1_500
/** Sales that the biller never settled, some days old: for review, and not queried any more. */
const LEFT_OPEN = 4

// The demo users and shifts of the peer subgraphs, by their fixed ids.
const SELLERS = [
  {
    id: '664000000000000000000002',
    name: 'Siti Aminah',
    shift: { id: '665000000000000000000001', name: 'Pagi', startAt: '08:00', endAt: '15:59' },
    weight: 0.48,
  },
  {
    id: '664000000000000000000003',
    name: 'Budi Santoso',
    shift: { id: '665000000000000000000002', name: 'Sore', startAt: '16:00', endAt: '23:59' },
    weight: 0.42,
  },
  {
    id: '664000000000000000000004',
    name: 'Dewi Lestari',
    shift: { id: '665000000000000000000003', name: 'Malam', startAt: '00:00', endAt: '07:59' },
    weight: 0.1,
  },
] as const

const TOKENS = [
  { code: 'hpln20000', nominal: 20_000, cost: 20_500, weight: 0.34 },
  { code: 'hpln50000', nominal: 50_000, cost: 50_500, weight: 0.3 },
  { code: 'hpln100000', nominal: 100_000, cost: 100_500, weight: 0.24 },
  { code: 'hpln200000', nominal: 200_000, cost: 201_000, weight: 0.08 },
  { code: 'hpln500000', nominal: 500_000, cost: 501_000, weight: 0.04 },
] as const

/**
 * About five thousand plausible sales of the last ninety days, the same at every call; only into an empty collection.
 * @returns how many were inserted
 */
export async function seedTransactions(
  { model, salesRollups }: { model: TransactionModel; salesRollups: SalesRollups },
  { now, timeZone }: { now: Date; timeZone: string },
  onProgress: (done: number, total: number) => void = () => {},
): Promise<number> {
  if (await model.exists({})) return 0
  await salesRollups.dropAll()
  const rows = demoRows(now, timeZone)
  for (let start = 0; start < rows.length; start += 500) {
    try {
      await model.collection.insertMany(rows.slice(start, start + 500))
    } catch (error) {
      // Another process inserts the same rows at the same time.
      if (isDuplicateKeyError(error)) return start
      throw error
    }
    onProgress(Math.min(start + 500, rows.length), rows.length)
  }
  return rows.length
}

/** The demo rows as of an instant. Pure. */
export function demoRows(now: Date, timeZone: string): TransactionRow[] {
  const random = seededRandom(20_240_710)
  const today = businessDate(now, timeZone)
  const rows: TransactionRow[] = []
  for (let count = 0; count < SALES; count += 1) {
    const seller = pick(SELLERS, random)
    const day = addDays(today, -Math.floor(random() * DAYS))
    const startsAt = startOfDay(day, timeZone).getTime() + Number(seller.shift.startAt.slice(0, 2)) * 3_600_000
    const createdAt = new Date(startsAt + Math.floor(random() * 8 * 3_600_000))
    const buyer = demoCustomer(String(Math.floor(random() ** 2 * CUSTOMERS)).padStart(4, '0'))
    const row = demoRow({ random, seller, createdAt, buyer, isToday: day === today, timeZone })
    if (createdAt < now) rows.push(row)
  }
  rows.sort((a, b) => Number(a.createdAt) - Number(b.createdAt))
  leaveSomeOpen(rows, now)
  return rows
}

function demoRow(parts: {
  random: () => number
  seller: (typeof SELLERS)[number]
  createdAt: Date
  buyer: DemoCustomer
  isToday: boolean
  timeZone: string
}): TransactionRow {
  const { random, seller, createdAt, buyer, isToday, timeZone } = parts
  const kind = random()
  const product = kind < 0.78 ? pick(TOKENS, random) : null
  const code = product?.code ?? (kind < 0.95 ? 'PLNPOSTPAID' : 'PLNNONTAG')
  const productType = productTypeOf(code)
  const state = stateFor(productType === 'PREPAID', isToday, random())
  const isSuccess = state === 'SUCCESS'
  const date = businessDate(createdAt, timeZone)
  const bills = product ? [] : billsFor(code, date, random)
  const admin = bills.reduce<number>((sum, bill) => sum + bill.adminFeeIdr, 0)
  const nominal = product?.nominal ?? bills.reduce<number>((sum, bill) => sum + bill.amountIdr + bill.penaltyIdr, 0)
  const price = product ? product.cost + MARGIN_IDR : nominal + admin
  const cost = product?.cost ?? price - (productType === 'POSTPAID' ? 600 : 1_800) * bills.length
  const completedAt = new Date(createdAt.getTime() + 1_000 + Math.floor(random() * 25_000))
  const rc = { SUCCESS: '00', FAILED: product ? '07' : '37', AWAITING_PAYMENT: '00', EXPIRED: '00' }[state]
  const invoice = `INV-${digits(16, random)}`
  const isFinal = isSuccess || state === 'FAILED'
  const token = isSuccess && product ? digits(20, random) : null
  const customerNumber = { PREPAID: buyer.meterNumber, POSTPAID: buyer.subscriberId, NON_TAGLIS: buyer.registration }[
    productType
  ]
  const customer = {
    name: buyer.name,
    meterNumber: product ? buyer.meterNumber : null,
    subscriberId: product ? buyer.subscriberId : null,
    tariff: product ? 'R1M' : productType === 'POSTPAID' ? 'R1' : null,
    powerVa: productType === 'NON_TAGLIS' ? null : 900,
  }
  return {
    _id: new Types.ObjectId(),
    invoice,
    customer_id: customerNumber,
    product_code: code,
    status: legacyStatus(state, productType),
    admin: product ? null : admin,
    nominal,
    price,
    rc,
    tr_id: String(700_000 + Math.floor(random() * 9_000_000)),
    info: JSON.stringify({ customer: { name: buyer.name }, answer: { rc } }),
    user_id: seller.id,
    createdAt,
    updatedAt: isFinal ? completedAt : createdAt,
    ...phaseColumns({ name: state }),
    productType,
    refId: refIdOf(invoice),
    employeeId: seller.id,
    seller: { name: seller.name },
    shiftId: seller.shift.id,
    shift: { name: seller.shift.name, startAt: seller.shift.startAt, endAt: seller.shift.endAt },
    costIdr: cost,
    profitIdr: isSuccess ? price - cost : null,
    token,
    energyKwh: isSuccess && product ? (product.nominal / 1_352).toFixed(1) : null,
    customer,
    searchTerms: searchTermsOf({ invoice, customerNumber, customer, token, employeeId: seller.id }),
    bills,
    reference: isSuccess && !product ? digits(32, random) : null,
    remainingBills: isSuccess && !product ? 0 : null,
    message: isSuccess ? 'SUCCESS' : isFinal ? 'FAILED' : null,
    events: eventsFor(state, { createdAt, completedAt, seller: seller.id }),
    completedAt: isFinal ? completedAt : null,
    businessDate: date,
    businessHour: businessHour(createdAt, timeZone),
    lease: NO_LEASE,
    // Earlier days have no rollups yet.
    ...(isToday ? { dirty: newDirty(createdAt, { timeZone }) } : {}),
    reviewReasons: [],
    needsAttention: false,
    revision: 0,
    printCount: isSuccess ? 1 : 0,
  }
}

function stateFor(isToken: boolean, isToday: boolean, chance: number): Exclude<TransactionStatus, 'PROCESSING'> {
  if (isToken) return chance < 0.94 ? 'SUCCESS' : 'FAILED'
  if (chance < 0.86) return 'SUCCESS'
  if (chance < 0.92) return 'FAILED'
  return isToday ? 'AWAITING_PAYMENT' : 'EXPIRED'
}

/** Turns the last few token sales that are at least five days old into sales that the biller never settled. */
function leaveSomeOpen(rows: TransactionRow[], now: Date): void {
  const before = now.getTime() - 5 * 86_400_000
  const old = rows.filter(({ createdAt, productType }) => productType === 'PREPAID' && Number(createdAt) < before)
  for (const row of old.slice(-LEFT_OPEN)) {
    Object.assign(row, {
      ...(row.customer
        ? {
            searchTerms: searchTermsOf({
              ...row,
              customerNumber: row.customer_id,
              customer: row.customer,
              token: null,
              employeeId: row.employeeId ?? '',
            }),
          }
        : {}),
      ...phaseColumns({
        name: 'ACCEPTED',
        attempts: { ...noAttempts(new Date(Number(row.createdAt))), count: 1 },
        absentChecks: 0,
        nextCheckAt: null,
      }),
      reviewReasons: ['NOT_SETTLED_IN_A_DAY'],
      status: 0,
      rc: '39',
      message: 'PROCESS',
      token: null,
      energyKwh: null,
      profitIdr: null,
      completedAt: null,
      needsAttention: true,
      printCount: 0,
      events: row.events?.slice(0, 2) ?? [],
    })
  }
}

function eventsFor(
  state: TransactionStatus,
  { createdAt, completedAt, seller }: { createdAt: Date; completedAt: Date; seller: string },
): TransactionEvent[] {
  const isFinal = state === 'SUCCESS' || state === 'FAILED'
  const first = isFinal ? 'PROCESSING' : 'AWAITING_PAYMENT'
  const event = (more: Partial<TransactionEvent> & Pick<TransactionEvent, 'type'>): TransactionEvent => ({
    at: createdAt,
    actor: SYSTEM,
    from: null,
    to: null,
    note: null,
    ...more,
  })
  return [
    event({ type: 'CREATED', actor: seller, to: first }),
    ...(isFinal
      ? [event({ type: 'SENT' }), event({ type: 'STATUS_CHECK', at: completedAt, from: first, to: state })]
      : []),
    ...(state === 'EXPIRED' ? [event({ type: 'EXPIRED', from: first, to: state })] : []),
  ]
}

function billsFor(code: string, date: string, random: () => number) {
  const count = code === 'PLNPOSTPAID' && random() < 0.15 ? 2 : 1
  const adminFeeIdr = code === 'PLNPOSTPAID' ? 2_500 : 5_000
  return Array.from({ length: count }, (_, index) => {
    const lastMonth = addDays(`${date.slice(0, 7)}-01`, -1)
    const month = (index === count - 1 ? date : lastMonth).slice(0, 7)
    const amountIdr = code === 'PLNPOSTPAID' ? 80_000 + Math.floor(random() * 600) * 1_000 : 696_400
    const penaltyIdr = index < count - 1 ? 3_000 : 0
    return {
      period: code === 'PLNPOSTPAID' ? month.replace('-', '') : '',
      amountIdr,
      adminFeeIdr,
      penaltyIdr,
      totalIdr: amountIdr + adminFeeIdr + penaltyIdr,
      meterStart: null,
      meterEnd: null,
    }
  })
}

function pick<T extends { weight: number }>(items: readonly [T, ...T[]] | readonly T[], random: () => number): T {
  let left = random() * items.reduce((sum, { weight }) => sum + weight, 0)
  for (const item of items) {
    left -= item.weight
    if (left < 0) return item
  }
  const last = items.at(-1)
  if (!last) throw new Error('nothing to pick from')
  return last
}

function digits(count: number, random: () => number): string {
  return Array.from({ length: count }, () => Math.floor(random() * 10)).join('')
}

/** Mulberry32: a small generator that gives the same numbers everywhere. */
function seededRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
