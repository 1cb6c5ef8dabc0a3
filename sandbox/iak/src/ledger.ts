import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

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
  /** How often the purchase was requested. */
  calls: number
  polls: number
  createdAt: number
  /** Prepaid: when it settles by itself and how; null: not by itself. */
  settlesAt: number | null
  settlesWith: string
  serialNumber: string | null
  /** Postpaid: what the inquiry found. */
  bills: Bill[]
  remaining: number
  commission: number
  paidAt: number | null
}

const START_DEPOSIT = 1_000_000_000

/** The deposit and every transaction. With a journal it survives a restart: one JSON line for each change. */
export class Ledger {
  deposit = START_DEPOSIT
  readonly #byRef = new Map<string, Entry>()
  readonly #byTr = new Map<number, Entry>()
  /** What settles by itself one day: all the timer has to look at. */
  readonly pending = new Set<Entry>()
  readonly #journal: string | null
  #nextTrId = 700_000

  constructor(journal: string | null) {
    this.#journal = journal
    if (journal) {
      mkdirSync(dirname(journal), { recursive: true })
      if (existsSync(journal)) this.#replay(readFileSync(journal, 'utf8'))
    }
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

  add(entry: Omit<Entry, 'trId' | 'debited' | 'credited' | 'calls' | 'polls' | 'paidAt'>): Entry {
    const added: Entry = { ...entry, trId: this.#nextTrId++, debited: 0, credited: 0, calls: 0, polls: 0, paidAt: null }
    this.#keep(added)
    return added
  }

  debit(entry: Entry): void {
    entry.debited += entry.price
    this.deposit -= entry.price
    this.save(entry)
  }

  credit(entry: Entry): void {
    const amount = entry.debited - entry.credited
    entry.credited += amount
    this.deposit += amount
    this.save(entry)
  }

  setDeposit(amount: number): void {
    this.deposit = amount
    this.#write({ deposit: amount })
  }

  save(entry: Entry): void {
    if (entry.settlesAt === null) this.pending.delete(entry)
    else this.pending.add(entry)
    this.#write({ entry, deposit: this.deposit })
  }

  reset(): void {
    this.deposit = START_DEPOSIT
    this.#byRef.clear()
    this.#byTr.clear()
    this.pending.clear()
    if (this.#journal) writeFileSync(this.#journal, '')
  }

  #keep(entry: Entry): void {
    this.#byRef.set(entry.refId, entry)
    this.#byTr.set(entry.trId, entry)
  }

  #write(change: { entry?: Entry; deposit: number }): void {
    if (this.#journal) appendFileSync(this.#journal, `${JSON.stringify(change)}\n`)
  }

  #replay(lines: string): void {
    for (const line of lines.split('\n')) {
      const change = parseLine(line)
      if (!change) continue
      this.deposit = change.deposit
      if (!change.entry) continue
      const before = this.#byRef.get(change.entry.refId)
      if (before) this.pending.delete(before)
      this.#keep(change.entry)
      if (change.entry.settlesAt !== null) this.pending.add(change.entry)
      this.#nextTrId = Math.max(this.#nextTrId, change.entry.trId + 1)
    }
  }
}

/** A line of our own journal; the last one may be cut by a kill. */
function parseLine(line: string): { entry?: Entry; deposit: number } | null {
  try {
    return JSON.parse(line)
  } catch {
    return null
  }
}
