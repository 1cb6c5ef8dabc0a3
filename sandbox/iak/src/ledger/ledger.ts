import { LedgerLog } from './ledger-log.js'

/** One bill of an inquiry, in whole rupiah. */
export interface Bill {
  period: string
  amount: number
  admin: number
  penalty: number
}

/** One transaction of the ledger. Amounts in whole rupiah. */
export interface Entry {
  refId: string
  trId: number
  kind: 'prepaid' | 'postpaid'
  customerId: string
  productCode: string
  /** Prepaid: 0 processing, 1 success, 2 failed. Postpaid: 0 inquired, 1 paid, 2 failed, 3 processing. */
  status: number
  rc: string
  /** Amount taken from the deposit. */
  price: number
  debited: number
  credited: number
  /** First debit, by the machine's clock, for comparison with other ledgers. */
  debitedAt: number | null
  /** Number of purchase requests. */
  calls: number
  /** Number of status queries. */
  polls: number
  /** Remaining status queries that do not find it (fault 3012), and that fail (fault 3013). */
  hiddenPolls: number
  brokenPolls: number
  createdAt: number
  /** Time and code of the automatic settlement; null: none. */
  settlesAt: number | null
  settlesWith: string
  /** Time of the credit of a failed one; null: done, or nothing to credit. */
  creditsAt: number | null
  serialNumber: string | null
  /** Postpaid: bills of the inquiry. */
  bills: Bill[]
  remaining: number
  commission: number
  paidAt: number | null
}

export type NewEntry = Pick<Entry, 'refId' | 'kind' | 'customerId' | 'productCode' | 'status' | 'rc' | 'createdAt'> &
  Partial<Pick<Entry, 'price' | 'bills' | 'remaining' | 'commission'>>

const INITIAL_DEPOSIT = 1_000_000_000
const FIRST_TR_ID = 700_000

/** Deposit and transactions. Survives a restart when it has a log file. */
export class Ledger {
  deposit = INITIAL_DEPOSIT
  /** Entries with an automatic settlement or credit, for the timer. */
  readonly scheduled = new Set<Entry>()
  readonly #byRefId = new Map<string, Entry>()
  readonly #byTrId = new Map<number, Entry>()
  readonly #byCustomer = new Map<string, Entry[]>()
  readonly #log: LedgerLog | null
  #nextTrId = FIRST_TR_ID

  constructor(logPath: string | null) {
    this.#log = logPath === null ? null : new LedgerLog(logPath)
    for (const { entry, deposit } of this.#log?.read() ?? []) {
      this.deposit = deposit
      if (entry) this.#index(entry)
    }
    // Compact the log: one line per transaction.
    this.#log?.rewrite([{ deposit: this.deposit }, ...this.entries.map((entry) => this.#change(entry))])
  }

  get entries(): Entry[] {
    return [...this.#byRefId.values()]
  }

  find(refId: string): Entry | undefined {
    return this.#byRefId.get(refId)
  }

  findByTrId(trId: number): Entry | undefined {
    return this.#byTrId.get(trId)
  }

  ofCustomer(customerId: string): readonly Entry[] {
    return this.#byCustomer.get(customerId) ?? []
  }

  /** Adds it in memory; the first `save`, `debit` or `credit` writes it to the log. */
  add(entry: NewEntry): Entry {
    const added: Entry = {
      trId: this.#nextTrId,
      price: 0,
      debited: 0,
      credited: 0,
      debitedAt: null,
      calls: 0,
      polls: 0,
      hiddenPolls: 0,
      brokenPolls: 0,
      settlesAt: null,
      settlesWith: '00',
      creditsAt: null,
      serialNumber: null,
      bills: [],
      remaining: 0,
      commission: 0,
      paidAt: null,
      ...entry,
    }
    this.#index(added)
    return added
  }

  debit(entry: Entry): void {
    entry.debited += entry.price
    entry.debitedAt ??= Date.now()
    this.deposit -= entry.price
    this.save(entry)
  }

  credit(entry: Entry): void {
    const amount = entry.debited - entry.credited
    entry.credited += amount
    entry.creditsAt = null
    this.deposit += amount
    this.save(entry)
  }

  setDeposit(amount: number): void {
    this.deposit = amount
    this.#log?.append({ deposit: amount })
  }

  save(entry: Entry): void {
    this.#updateSchedule(entry)
    this.#log?.append(this.#change(entry))
  }

  reset(): void {
    this.deposit = INITIAL_DEPOSIT
    this.#byRefId.clear()
    this.#byTrId.clear()
    this.#byCustomer.clear()
    this.scheduled.clear()
    this.#log?.rewrite([])
  }

  close(): void {
    this.#log?.close()
  }

  #change(entry: Entry) {
    return { entry, deposit: this.deposit }
  }

  #updateSchedule(entry: Entry): void {
    if (entry.settlesAt === null && entry.creditsAt === null) this.scheduled.delete(entry)
    else this.scheduled.add(entry)
  }

  #index(entry: Entry): void {
    const before = this.#byRefId.get(entry.refId)
    if (before) Object.assign(before, entry)
    else {
      this.#byRefId.set(entry.refId, entry)
      this.#byTrId.set(entry.trId, entry)
      const ofCustomer = this.#byCustomer.get(entry.customerId)
      if (ofCustomer) ofCustomer.push(entry)
      else this.#byCustomer.set(entry.customerId, [entry])
    }
    this.#updateSchedule(before ?? entry)
    this.#nextTrId = Math.max(this.#nextTrId, entry.trId + 1)
  }
}
