import { Journal } from './journal.js'

/** One bill of an inquiry, in whole rupiah. */
export interface Bill {
  period: string
  amount: number
  admin: number
  penalty: number
}

/** One transaction in the biller's books. */
export interface Entry {
  refId: string
  trId: number
  kind: 'prepaid' | 'postpaid'
  customerId: string
  productCode: string
  /** Prepaid 0 process, 1 success, 2 failed; postpaid 0 only inquired, 1 paid, 2 failed, 3 being processed. */
  status: number
  rc: string
  /** What our deposit loses. */
  price: number
  debited: number
  credited: number
  /** When the deposit was first debited, by the machine's clock: to be held against other people's books. */
  debitedAt: number | null
  /** How often the purchase was requested. */
  calls: number
  /** How often its status was asked. */
  polls: number
  /** For so many queries more it cannot be found (fault 3012), or the query itself fails (fault 3013). */
  hiddenPolls: number
  brokenPolls: number
  createdAt: number
  /** When it settles by itself and how; null: not by itself. */
  settlesAt: number | null
  settlesWith: string
  /** When the deposit of a failed one is credited back; null: done, or nothing to credit. */
  creditsAt: number | null
  serialNumber: string | null
  /** Postpaid: what the inquiry found. */
  bills: Bill[]
  remaining: number
  commission: number
  paidAt: number | null
}

export type NewEntry = Pick<Entry, 'refId' | 'kind' | 'customerId' | 'productCode' | 'status' | 'rc' | 'createdAt'> &
  Partial<Pick<Entry, 'price' | 'bills' | 'remaining' | 'commission'>>

const START_DEPOSIT = 1_000_000_000
const FIRST_TR_ID = 700_000

/** The deposit and every transaction. With a journal it survives a restart. */
export class Ledger {
  deposit = START_DEPOSIT
  /** What happens by itself one day: all the timer has to look at. */
  readonly waiting = new Set<Entry>()
  readonly #byRef = new Map<string, Entry>()
  readonly #byTr = new Map<number, Entry>()
  readonly #byCustomer = new Map<string, Entry[]>()
  readonly #journal: Journal | null
  #nextTrId = FIRST_TR_ID

  constructor(journalPath: string | null) {
    this.#journal = journalPath === null ? null : new Journal(journalPath)
    for (const { entry, deposit } of this.#journal?.read() ?? []) {
      this.deposit = deposit
      if (entry) this.#keep(entry)
    }
    // One line for each transaction is enough to begin with.
    this.#journal?.rewrite([{ deposit: this.deposit }, ...this.entries.map((entry) => this.#change(entry))])
  }

  get entries(): Entry[] {
    return [...this.#byRef.values()]
  }

  find(refId: string): Entry | undefined {
    return this.#byRef.get(refId)
  }

  findByTrId(trId: number): Entry | undefined {
    return this.#byTr.get(trId)
  }

  ofCustomer(customerId: string): readonly Entry[] {
    return this.#byCustomer.get(customerId) ?? []
  }

  /** Takes it into the books; it is written down with its first `save`, `debit` or `credit`. */
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
    this.#keep(added)
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
    this.#journal?.append({ deposit: amount })
  }

  save(entry: Entry): void {
    this.#watch(entry)
    this.#journal?.append(this.#change(entry))
  }

  reset(): void {
    this.deposit = START_DEPOSIT
    this.#byRef.clear()
    this.#byTr.clear()
    this.#byCustomer.clear()
    this.waiting.clear()
    this.#journal?.rewrite([])
  }

  close(): void {
    this.#journal?.close()
  }

  #change(entry: Entry) {
    return { entry, deposit: this.deposit }
  }

  #watch(entry: Entry): void {
    if (entry.settlesAt === null && entry.creditsAt === null) this.waiting.delete(entry)
    else this.waiting.add(entry)
  }

  #keep(entry: Entry): void {
    const before = this.#byRef.get(entry.refId)
    if (before) Object.assign(before, entry)
    else {
      this.#byRef.set(entry.refId, entry)
      this.#byTr.set(entry.trId, entry)
      const ofCustomer = this.#byCustomer.get(entry.customerId)
      if (ofCustomer) ofCustomer.push(entry)
      else this.#byCustomer.set(entry.customerId, [entry])
    }
    this.#watch(before ?? entry)
    this.#nextTrId = Math.max(this.#nextTrId, entry.trId + 1)
  }
}
