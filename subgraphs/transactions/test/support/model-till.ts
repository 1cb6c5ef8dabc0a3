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
import { ModelBiller, NO_RESPONSE, pending, TOKEN } from './model-biller.js'

const OWNER: UserViewer = { role: 'ADMIN', userId: 'a1', sessionId: 's1' }
/** Time-out of a call to the biller. */
const TIMEOUT_MS = 30 * SECOND

/** A call to the biller in flight. */
export interface Call {
  request: 'PURCHASE' | 'RETRY' | 'STATUS'
  at: number
  /** The response of the biller, made when the call arrived; null until then. */
  outcome: Outcome | null
  /** It never arrives. */
  isLost: boolean
  /** Its process is suspended: it receives neither the response nor the time-out until it resumes. */
  isFrozen: boolean
  deliver: (outcome: Outcome) => void
}

/**
 * One sale and the real services, with a model of the biller behind a network that the test controls. The document is in
 * memory; a change is a compare-and-set as in the database.
 */
export class ModelTill {
  sale: Transaction
  now: number
  lease = { owner: '', until: new Date(0) }
  inFlight: Call[] = []
  /** The statuses that the sale has entered, in order. */
  statuses: string[] = []
  /** The first payment of a bill with a response that left the outcome open. */
  firstWithResponse: number | null = null
  /** The time of the last callback; null once a query has begun since. */
  callbackAt: number | null = null
  private readonly callbacks = new Set<string>()
  private owner = 1
  private isSent = false
  readonly errors: unknown[] = []
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

  get isLeaseFree(): boolean {
    return this.lease.until.getTime() <= this.now
  }

  /** Whether a running process holds the lease without a status query in flight. */
  get isLeaseLeaked(): boolean {
    const isOurs = this.lease.owner.startsWith(this.deps.owner)
    return !this.isLeaseFree && isOurs && !this.inFlight.some(({ request }) => request === 'STATUS')
  }

  /** Whether the sale is open after a callback, and the next query is neither begun nor due. */
  get isCallbackUnchecked(): boolean {
    if (this.callbackAt === null || !isOpenPhase(this.sale.phase)) return false
    return (nextCheckOf(this.sale)?.getTime() ?? Number.POSITIVE_INFINITY) > this.callbackAt
  }

  /** Sends the stored first attempt; possibly late, as after a suspension of the process. */
  send(): void {
    if (this.isSent) return
    this.isSent = true
    const { sale, deps } = this
    const stored = aSale(sale.productType === 'PREPAID' ? 'PREPAID' : 'POSTPAID')
    this.run(
      submit(stored, deps).then((outcome) =>
        recordOutcome(stored, { request: 'PURCHASE', outcome, actor: SYSTEM }, deps),
      ),
    )
  }

  /** One pass of the reconciler. */
  check(): void {
    const due = nextCheckOf(this.sale)
    if (!this.isLeaseFree || !due || due.getTime() > this.now) return
    this.lease = { owner: this.deps.owner, until: new Date(this.now + 35 * SECOND) }
    this.run(checkAndSettle(this.sale, SYSTEM, this.deps))
  }

  /** A user checks the status. */
  refresh(): void {
    if (this.isLeaseFree && isOpenPhase(this.sale.phase)) this.run(refreshStatus(this.sale, 'e1', this.deps))
  }

  resolve(isGood: boolean): void {
    if (!this.isLeaseFree || !isOpenPhase(this.sale.phase)) return
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

  receiveCallback(status: number, serialNumber: string | null): void {
    // Distinguishes the callback from an earlier event in the same millisecond.
    this.now += 1
    const other = { sign: '', code: null, customerId: null, productCode: null, trId: null, priceIdr: null }
    const unknown = { keep: async () => true }
    this.run(recordCallback({ refId: this.sale.refId, status, serialNumber, ...other }, this.deps, unknown))
  }

  /** The process is killed: calls in flight still reach the biller, and their responses are lost. */
  crash(): void {
    this.isSent = true
    this.owner += 1
    this.deps.owner = `process ${this.owner}`
    for (const call of this.inFlight) if (call.outcome === null && !call.isLost) this.arrive(call)
    this.inFlight = []
  }

  arrive(call: Call, isRefused = false): void {
    if (call.outcome !== null || call.isLost) return
    if (call.request === 'STATUS') call.outcome = this.biller.receiveStatusQuery()
    else call.outcome = isRefused ? this.biller.refusePurchase(call.request === 'RETRY') : this.biller.receivePurchase()
  }

  respond(call: Call, outcome: Outcome): void {
    this.inFlight = this.inFlight.filter((other) => other !== call)
    call.deliver(outcome)
  }

  lose(call: Call): void {
    this.respond(call, call.request === 'PURCHASE' ? pending('LOST') : NO_RESPONSE)
  }

  wait(ms: number): void {
    this.now += ms
    for (const call of this.inFlight) {
      if (this.now - call.at < TIMEOUT_MS) continue
      if (call.outcome === null) call.isLost = true
      if (!call.isFrozen) this.lose(call)
    }
  }

  private run(work: Promise<unknown>): void {
    work.catch((err: unknown) => this.errors.push(err))
  }

  private call(request: Call['request']): Promise<Outcome> {
    if (request === 'STATUS') this.callbackAt = null
    return new Promise((deliver) => {
      this.inFlight.push({ request, at: this.now, outcome: null, isLost: false, isFrozen: false, deliver })
    })
  }

  private depsOf(): Deps {
    const ignore = () => undefined
    const buy = ({ isRepeat }: { isRepeat?: boolean }) => this.call(isRepeat ? 'RETRY' : 'PURCHASE')
    // The dependencies that these services use.
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
      deposit: { invalidate: ignore },
      countOutcome: ignore,
      alert: ignore,
      logger: { info: ignore, warn: ignore, error: ignore },
    } as unknown as Deps
  }

  private change(before: Transaction, change: Change): Transaction | null {
    const { phase, revision } = this.sale
    if (before.revision !== revision) return null
    const changed = { ...this.sale, ...change.change, phase: change.phase, reviewReasons: [...change.reviewReasons] }
    this.sale = { ...changed, revision: revision + 1, events: [...this.sale.events, ...change.events] }
    if (change.release) this.release()
    if (attemptsOf(this.sale).lastCode !== null) this.firstWithResponse ??= attemptsOf({ ...this.sale, phase }).count
    if (statusOf(this.sale) !== statusOf({ phase })) this.statuses.push(statusOf(this.sale))
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
    if (!this.isLeaseFree || !isOpenPhase(this.sale.phase)) return null
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
