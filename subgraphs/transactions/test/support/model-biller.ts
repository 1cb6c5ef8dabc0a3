import type { Outcome } from '@setrum/iak'
import { SECOND } from './a-sale.js'

/** Delay after which a paid bill is shown as paid at the latest; shorter than the grace before a second payment. */
const BILL_SHOWN_AFTER_MS = 100 * SECOND
export const TOKEN = '1'.repeat(20)

/**
 * An in-memory biller that guarantees no more than its reference. One ref id buys one token, however often it is sent; but
 * a repeated payment of a bill is debited again. Status queries may not show a purchase for a while.
 */
export class ModelBiller {
  debits = 0
  credits = 0
  status: 'UNKNOWN' | 'PENDING' | 'SUCCESS' | 'FAILED' = 'UNKNOWN'
  hiddenFor = 0
  hasToken = true
  /** Whether a bill that is not shown as paid is shown as looked up; otherwise it is "not found". */
  findsBills = true
  private arrivedAt = 0
  readonly isBill: boolean
  private readonly now: () => number
  constructor(isBill: boolean, now: () => number) {
    this.isBill = isBill
    this.now = now
  }

  get isCharged(): boolean {
    return this.debits > this.credits
  }

  receivePurchase(): Outcome {
    if (this.status === 'UNKNOWN') {
      this.status = 'PENDING'
      this.arrivedAt = this.now()
      this.debits += 1
    } else if (this.isBill && this.status !== 'FAILED') this.debits += 1
    return this.outcome()
  }

  /** Refuses a purchase, such as for lack of money. A purchase that it has already accepted stays accepted. */
  refusePurchase(isRepeat: boolean): Outcome {
    if (this.status !== 'UNKNOWN') return this.receivePurchase()
    const common = { code: '106', message: null, trId: null, alarm: false }
    return isRepeat ? { kind: 'INCONCLUSIVE', ...common, cause: null } : { kind: 'REJECTED', ...common, verify: false }
  }

  settle(isGood: boolean): void {
    if (this.status !== 'PENDING') return
    this.status = isGood ? 'SUCCESS' : 'FAILED'
    if (!isGood) this.credits += 1
  }

  receiveStatusQuery(): Outcome {
    const isShownInTime = this.isBill && this.findsBills && this.now() - this.arrivedAt >= BILL_SHOWN_AFTER_MS
    const isHidden = this.hiddenFor > 0 && !isShownInTime
    this.hiddenFor = Math.max(0, this.hiddenFor - 1)
    if (this.status !== 'UNKNOWN' && !isHidden) return this.outcome()
    return this.isBill && this.findsBills
      ? { kind: 'NOT_PAID_YET', code: '42', message: null, trId: '7', alarm: false }
      : { kind: 'NOT_FOUND', code: '06', message: null, trId: null, alarm: false }
  }

  private outcome(): Outcome {
    if (this.status === 'FAILED') return { kind: 'FAILED', code: '07', message: 'FAILED', trId: '7', alarm: false }
    if (this.status === 'PENDING') return pending('PROCESS', '39')
    return {
      kind: 'SUCCESS',
      code: '00',
      message: 'SUCCESS',
      trId: '7',
      serialNumber:
        this.isBill || !this.hasToken
          ? null
          : { raw: '1-2', token: TOKEN, name: null, tariff: null, powerVa: null, energyKwh: '14.8' },
      costIdr: 20_500,
      noref: null,
      bill: null,
      alarm: false,
    }
  }
}

export const pending = (reason: 'LOST' | 'PROCESS' | 'AMBIGUOUS', code: string | null = null): Outcome => ({
  kind: 'PENDING',
  reason,
  code,
  message: null,
  trId: code === null ? null : '7',
  cause: null,
  alarm: false,
})
export const NO_RESPONSE: Outcome = {
  kind: 'INCONCLUSIVE',
  code: null,
  message: null,
  trId: null,
  cause: null,
  alarm: false,
}
