import type { Outcome } from '@setrum/iak'
import { DomainError, type UserViewer } from '@setrum/subgraph-kit'
import type { Deps } from '../../src/context.js'
import { RECOVERY_RULES } from '../../src/domain/settlement/recovery.js'
import { SYSTEM, type Transaction } from '../../src/domain/transaction.js'
import type { Change, Guard } from '../../src/models/transaction.js'
import { recordCallback } from '../../src/services/settlement/record-callback.js'
import { refreshStatus } from '../../src/services/settlement/refresh-status.js'
import { resolveTransaction } from '../../src/services/settlement/resolve-transaction.js'
import { checkAndSettle, purchase, recordOutcome } from '../../src/services/settlement/settle.js'
import { aSale, SECOND } from './a-sale.js'
import { ModelBiller, NOTHING, pending, TOKEN } from './model-biller.js'

const OWNER: UserViewer = { role: 'ADMIN', userId: 'a1', sessionId: 's1' }
/** After this our client gives up. */
const TIMEOUT_MS = 30 * SECOND

type Ring = Parameters<Deps['transactions']['ring']>[1]

/** A call to the biller that is on its way. */
export interface Call {
  asked: 'PURCHASE' | 'REPEAT' | 'STATUS'
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
  /** The biller rang at this instant, and no question has been asked since. */
  rungAt: number | null = null
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
    return !this.isFree && isOurs && !this.inFlight.some(({ asked }) => asked === 'STATUS')
  }

  /** A callback has asked for a question, and it is neither asked nor due. */
  get isPutOff(): boolean {
    if (this.rungAt === null || this.sale.state !== 'PROCESSING') return false
    return (this.sale.nextCheckAt?.getTime() ?? Number.POSITIVE_INFINITY) > this.rungAt
  }

  /** The process that stored and marked the sale goes on to send it; much later, if it was suspended between. */
  send(): void {
    if (this.isSent) return
    this.isSent = true
    const { sale, deps } = this
    const begun = aSale(sale.productType === 'PREPAID' ? 'PREPAID' : 'POSTPAID')
    this.run(
      purchase(begun, deps).then((outcome) =>
        recordOutcome(begun, { asked: 'PURCHASE', outcome, actor: SYSTEM }, deps),
      ),
    )
  }

  /** The reconciler comes by. */
  check(): void {
    if (!this.isFree || !this.sale.nextCheckAt || this.sale.nextCheckAt.getTime() > this.now) return
    this.lease = { owner: this.deps.owner, until: new Date(this.now + 35 * SECOND) }
    this.run(checkAndSettle(this.sale, SYSTEM, this.deps))
  }

  ask(): void {
    if (this.isFree && this.sale.state === 'PROCESSING') this.run(refreshStatus(this.sale, 'e1', this.deps))
  }

  resolve(isGood: boolean): void {
    if (!this.isFree || this.sale.state !== 'PROCESSING') return
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

  ring(status: number, serialNumber: string | null): void {
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
    if (call.asked === 'STATUS') call.answer = this.biller.statusAnswer()
    else call.answer = isRefused ? this.biller.refuse(call.asked === 'REPEAT') : this.biller.take()
  }

  hear(call: Call, outcome: Outcome): void {
    this.inFlight = this.inFlight.filter((other) => other !== call)
    call.deliver(outcome)
  }

  lose(call: Call): void {
    this.hear(call, call.asked === 'PURCHASE' ? pending('LOST') : NOTHING)
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

  private call(asked: Call['asked']): Promise<Outcome> {
    if (asked === 'STATUS') this.rungAt = null
    return new Promise((deliver) => {
      this.inFlight.push({ asked, at: this.now, answer: null, isLost: false, isFrozen: false, deliver })
    })
  }

  private depsOf(): Deps {
    const nothing = () => undefined
    const buy = ({ isRepeat }: { isRepeat?: boolean }) => this.call(isRepeat ? 'REPEAT' : 'PURCHASE')
    // What the services above use of it: the rest of a subgraph has no part in how a sale is settled.
    return {
      owner: 'process 1',
      rules: RECOVERY_RULES,
      now: () => new Date(this.now),
      timeZone: 'Asia/Jakarta',
      transactions: {
        byId: async () => this.sale,
        adopt: async () => 0,
        change: async (_sale: Transaction, guard: Guard, change: Change) => this.change(guard, change),
        claim: async (_id: string, lease: { owner: string; until: Date }) => this.claim(lease),
        ring: async (_refId: string, ring: Ring) => this.takeRing(ring),
      },
      biller: {
        topUp: buy,
        payBill: buy,
        checkPrepaidStatus: () => this.call('STATUS'),
        checkBillStatus: () => this.call('STATUS'),
      },
      background: { track: (work: Promise<unknown>) => this.run(work) },
      deposit: { doubt: nothing },
      heard: nothing,
      alert: nothing,
      logger: { info: nothing, warn: nothing, error: nothing },
    } as unknown as Deps
  }

  private change(guard: Guard, { change, events, release }: Change): Transaction | null {
    const { state, sends, rungAt } = this.sale
    if (state !== guard.state) return null
    if (guard.sends !== undefined && sends !== guard.sends) return null
    if (guard.rungAt !== undefined && rungAt?.getTime() !== guard.rungAt?.getTime()) return null
    this.sale = { ...this.sale, ...change, events: [...this.sale.events, ...events] }
    if (release) this.lease = { owner: '', until: new Date(0) }
    if (change.lastPaymentCode != null) this.firstAnswered ??= sends
    if (this.sale.state !== state) this.finals.push(this.sale.state)
    return this.sale
  }

  private claim(lease: { owner: string; until: Date }): Transaction | null {
    if (!this.isFree || this.sale.state !== 'PROCESSING') return null
    this.lease = lease
    return this.sale
  }

  private takeRing({ key, at, questions }: Ring) {
    const isNews = !this.callbacks.has(key) && this.callbacks.size < 8
    if (isNews) {
      this.callbacks.add(key)
      const isSooner =
        questions.includes(this.sale.state) && (this.sale.nextCheckAt === null || this.sale.nextCheckAt > at)
      this.sale = { ...this.sale, rungAt: at, ...(isSooner ? { nextCheckAt: at } : {}) }
      if (this.sale.state === 'PROCESSING') this.rungAt = at.getTime()
    }
    return { transaction: this.sale, isNews }
  }
}
