import type { Outcome } from '@setrum/iak'
import { SECOND } from './a-sale.js'

/** A bill that was paid is shown as such so soon after the payment arrived; the grace before a second one is longer. */
const BILL_SHOWN_AFTER_MS = 100 * SECOND
export const TOKEN = '1'.repeat(20)

/**
 * The biller in memory, no kinder than its reference: one number buys one token, however often it is sent; but a bill that
 * is paid while it is being paid, or is paid, is paid once more. A status query may not see a purchase for a while.
 */
export class ModelBiller {
  debits = 0
  credits = 0
  status: 'UNKNOWN' | 'PENDING' | 'SUCCESS' | 'FAILED' = 'UNKNOWN'
  hiddenFor = 0
  hasToken = true
  /** Whether a bill that it does not show as paid is at least shown as looked up. */
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

  /** A purchase arrives. */
  take(): Outcome {
    if (this.status === 'UNKNOWN') {
      this.status = 'PENDING'
      this.arrivedAt = this.now()
      this.debits += 1
    } else if (this.isBill && this.status !== 'FAILED') this.debits += 1
    return this.verdict()
  }

  /** A purchase arrives and is refused, such as for want of money: nothing comes into being. */
  refuse(isRepeat: boolean): Outcome {
    if (this.status !== 'UNKNOWN') return this.take()
    const said = { code: '106', message: null, trId: null, alarm: false }
    return isRepeat ? { kind: 'INCONCLUSIVE', ...said, cause: null } : { kind: 'REJECTED', ...said, verify: false }
  }

  settle(isGood: boolean): void {
    if (this.status !== 'PENDING') return
    this.status = isGood ? 'SUCCESS' : 'FAILED'
    if (!isGood) this.credits += 1
  }

  statusAnswer(): Outcome {
    const isShownInTime = this.isBill && this.findsBills && this.now() - this.arrivedAt >= BILL_SHOWN_AFTER_MS
    const isHidden = this.hiddenFor > 0 && !isShownInTime
    this.hiddenFor = Math.max(0, this.hiddenFor - 1)
    if (this.status !== 'UNKNOWN' && !isHidden) return this.verdict()
    return this.isBill && this.findsBills
      ? { kind: 'NOT_PAID_YET', code: '42', message: null, trId: '7', alarm: false }
      : { kind: 'NOT_FOUND', code: '06', message: null, trId: null, alarm: false }
  }

  private verdict(): Outcome {
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
export const NOTHING: Outcome = {
  kind: 'INCONCLUSIVE',
  code: null,
  message: null,
  trId: null,
  cause: null,
  alarm: false,
}
