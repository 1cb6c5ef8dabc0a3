import type { Outcome } from '@setrum/iak'
import { DomainError, type UserViewer } from '@setrum/subgraph-kit'
import type { Deps } from '../../src/context.js'
import { attemptsOf, isOpenPhase, nextCheckOf, statusOf } from '../../src/domain/settlement/phase.js'
import { RECOVERY_RULES } from '../../src/domain/settlement/recovery-rules.js'
import { SYSTEM, type Transaction, type TransactionEvent } from '../../src/domain/transaction.js'
import type { Change, RecordedCallback } from '../../src/models/transaction.js'
import { recordCallback } from '../../src/services/settlement/record-callback.js'
import { refreshStatus } from '../../src/services/settlement/refresh-status.js'
import { resolveTransaction } from '../../src/services/settlement/resolve-transaction.js'
import { checkAndSettle, recordOutcome, submit } from '../../src/services/settlement/settle.js'
import { aSale, SECOND } from './a-sale.js'
import { ModelBiller, NOTHING, pending, TOKEN } from './model-biller.js'

const OWNER: UserViewer = { role: 'ADMIN', userId: 'a1', sessionId: 's1' }
/** After this our client gives up. */
const TIMEOUT_MS = 30 * SECOND

/** A call to the biller that is on its way. */
export interface Call {
  request: 'PURCHASE' | 'RETRY' | 'STATUS'
  at: number
  /** What it was answered with when it arrived, however long the answer takes. */
  answer: Outcome | null
  /** It never arrives. */
  isLost: boolean
  /** Its process is suspended: it hears no answer, and notices no time-out, before it wakes. */
  isFrozen: boolean
  deliver: (outcome: Outcome) => void
}

/**
 * One sale, the real services over it, and between them and a model of the biller a network in the hands of a test. The
 * document is in memory, compared and set in one step as the database does it.
 */
export class ModelTill {
  sale: Transaction
  now: number
  lease = { owner: '', until: new Date(0) }
  inFlight: Call[] = []
  finals: string[] = []
  /** Which payment of a bill was the first that the biller answered, without saying what became of it. */
  firstAnswered: number | null = null
  /** A callback came at this instant, and no query has begun since. */
  callbackAt: number | null = null
  private readonly callbacks = new Set<string>()
  private owner = 1
  private isSent = false
  readonly faults: unknown[] = []
  readonly biller: ModelBiller
  private readonly deps: Deps

  constructor(isBill: boolean) {
    this.sale = aSale(isBill ? 'POSTPAID' : 'PREPAID')
    this.now = this.sale.createdAt.getTime()
    this.biller = new ModelBiller(isBill, () => this.now)
    this.deps = this.depsOf()
  }

  get isByHand(): boolean {
    return this.sale.events.some(({ type, to }) => type === 'MANUAL_RESOLUTION' && to !== null)
  }

  /** Whether nobody holds the lease. */
  get isFree(): boolean {
    return this.lease.until.getTime() <= this.now
  }

  /** The lease is held by a process that lives and asks nothing: the sale waits for nothing. */
  get isForgotten(): boolean {
    const isOurs = this.lease.owner.startsWith(this.deps.owner)
    return !this.isFree && isOurs && !this.inFlight.some(({ request }) => request === 'STATUS')
  }

  /** A callback has asked for a question, and it is neither asked nor due. */
  get isPutOff(): boolean {
    if (this.callbackAt === null || !isOpenPhase(this.sale.phase)) return false
    return (nextCheckOf(this.sale)?.getTime() ?? Number.POSITIVE_INFINITY) > this.callbackAt
  }

  /** The process that stored and marked the sale goes on to send it; much later, if it was suspended between. */
  send(): void {
    if (this.isSent) return
    this.isSent = true
    const { sale, deps } = this
    const begun = aSale(sale.productType === 'PREPAID' ? 'PREPAID' : 'POSTPAID')
    this.run(
      submit(begun, deps).then((outcome) =>
        recordOutcome(begun, { request: 'PURCHASE', outcome, actor: SYSTEM }, deps),
      ),
    )
  }

  /** The reconciler comes by. */
  check(): void {
    const due = nextCheckOf(this.sale)
    if (!this.isFree || !due || due.getTime() > this.now) return
    this.lease = { owner: this.deps.owner, until: new Date(this.now + 35 * SECOND) }
    this.run(checkAndSettle(this.sale, SYSTEM, this.deps))
  }

  ask(): void {
    if (this.isFree && isOpenPhase(this.sale.phase)) this.run(refreshStatus(this.sale, 'e1', this.deps))
  }

  resolve(isGood: boolean): void {
    if (!this.isFree || !isOpenPhase(this.sale.phase)) return
    const token = isGood && !this.biller.isBill ? TOKEN : null
    const input = {
      id: this.sale.id,
      resolution: isGood ? 'SUCCESS' : 'FAILED',
      note: 'laporan biller',
      token,
    } as const
    this.run(
      resolveTransaction(input, OWNER, this.deps).catch((err: unknown) => {
        if (!(err instanceof DomainError)) throw err
      }),
    )
  }

  callBack(status: number, serialNumber: string | null): void {
    // No two things happen in the same millisecond.
    this.now += 1
    const unsaid = { sign: '', code: null, customerId: null, productCode: null, trId: null, priceIdr: null }
    const unknown = { keep: async () => true }
    this.run(recordCallback({ refId: this.sale.refId, status, serialNumber, ...unsaid }, this.deps, unknown))
  }

  /** The process forgets what is on its way; what had left goes on. */
  crash(): void {
    this.isSent = true
    this.owner += 1
    this.deps.owner = `process ${this.owner}`
    for (const call of this.inFlight) if (call.answer === null && !call.isLost) this.arrive(call)
    this.inFlight = []
  }

  arrive(call: Call, isRefused = false): void {
    if (call.answer !== null || call.isLost) return
    if (call.request === 'STATUS') call.answer = this.biller.statusAnswer()
    else call.answer = isRefused ? this.biller.refuse(call.request === 'RETRY') : this.biller.take()
  }

  hear(call: Call, outcome: Outcome): void {
    this.inFlight = this.inFlight.filter((other) => other !== call)
    call.deliver(outcome)
  }

  lose(call: Call): void {
    this.hear(call, call.request === 'PURCHASE' ? pending('LOST') : NOTHING)
  }

  wait(ms: number): void {
    this.now += ms
    for (const call of this.inFlight) {
      if (this.now - call.at < TIMEOUT_MS) continue
      if (call.answer === null) call.isLost = true
      if (!call.isFrozen) this.lose(call)
    }
  }

  private run(work: Promise<unknown>): void {
    work.catch((err: unknown) => this.faults.push(err))
  }

  private call(request: Call['request']): Promise<Outcome> {
    if (request === 'STATUS') this.callbackAt = null
    return new Promise((deliver) => {
      this.inFlight.push({ request, at: this.now, answer: null, isLost: false, isFrozen: false, deliver })
    })
  }

  private depsOf(): Deps {
    const nothing = () => undefined
    const buy = ({ isRepeat }: { isRepeat?: boolean }) => this.call(isRepeat ? 'RETRY' : 'PURCHASE')
    // What the services above use of it: the rest of a subgraph has no part in how a sale is settled.
    return {
      owner: 'process 1',
      rules: RECOVERY_RULES,
      now: () => new Date(this.now),
      timeZone: 'Asia/Jakarta',
      transactions: {
        byId: async () => this.sale,
        byIdForChange: async () => this.sale,
        byRefIdForChange: async () => this.sale,
        change: async (sale: Transaction, change: Change) => this.change(sale, change),
        addEvent: async (_id: string, event: TransactionEvent) => this.addEvent(event),
        release: async () => this.release(),
        recordCallback: async (sale: Transaction, callback: RecordedCallback) => this.recordCallback(sale, callback),
        hasCallback: async (_id: string, key: string) => this.hasCallback(key),
        claim: async (_id: string, lease: { owner: string; until: Date }) => this.claim(lease),
      },
      biller: {
        topUp: buy,
        payBill: buy,
        checkPrepaidStatus: () => this.call('STATUS'),
        checkBillStatus: () => this.call('STATUS'),
      },
      background: { track: (work: Promise<unknown>) => this.run(work) },
      deposit: { invalidate: nothing },
      countOutcome: nothing,
      alert: nothing,
      logger: { info: nothing, warn: nothing, error: nothing },
    } as unknown as Deps
  }

  private change(before: Transaction, change: Change): Transaction | null {
    const { phase, revision } = this.sale
    if (before.revision !== revision) return null
    const changed = { ...this.sale, ...change.change, phase: change.phase, reviewReasons: [...change.reviewReasons] }
    this.sale = { ...changed, revision: revision + 1, events: [...this.sale.events, ...change.events] }
    if (change.release) this.release()
    if (attemptsOf(this.sale).lastCode !== null) this.firstAnswered ??= attemptsOf({ ...this.sale, phase }).count
    if (statusOf(this.sale) !== statusOf({ phase })) this.finals.push(statusOf(this.sale))
    return this.sale
  }

  private addEvent(event: TransactionEvent): Transaction {
    this.sale = { ...this.sale, events: [...this.sale.events, event] }
    return this.sale
  }

  private release(): void {
    this.lease = { owner: '', until: new Date(0) }
  }

  private claim(lease: { owner: string; until: Date }): Transaction | null {
    if (!this.isFree || !isOpenPhase(this.sale.phase)) return null
    this.lease = lease
    return this.sale
  }

  private hasCallback(key: string): boolean {
    return this.callbacks.has(key) || this.callbacks.size >= 8
  }

  private recordCallback(before: Transaction, { key, event, entered }: RecordedCallback): boolean {
    if (this.hasCallback(key)) return false
    if (entered && before.revision !== this.sale.revision) return false
    this.callbacks.add(key)
    this.addEvent(event)
    if (entered) this.sale = { ...this.sale, phase: entered.phase, revision: this.sale.revision + 1 }
    if (entered && isOpenPhase(this.sale.phase)) this.callbackAt = event.at.getTime()
    return true
  }
}
