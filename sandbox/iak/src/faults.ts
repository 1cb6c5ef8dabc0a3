/** The biller's operations, by the names of its reference. */
export const OPERATIONS = [
  'check-balance',
  'pricelist',
  'inquiry-pln',
  'top-up',
  'check-status',
  'pricelist-pasca',
  'inq-pasca',
  'pay-pasca',
  'checkstatus',
] as const
export type Operation = (typeof OPERATIONS)[number]

/**
 * Faults that can be asked for: the transport faults of section 11.3, HTTP 503, an answer without its code, one whose status and
 * code contradict each other, or any response code, with which the call is refused.
 */
export const FAULT = /^(30(0[1-9]|1[0-5])|http-503|no-code|contradiction|\d{2,3})$/

interface Queued {
  operation: Operation
  fault: string
  times: number
}

/** Faults for the next calls of an operation, the oldest first. */
export class FaultQueue {
  #queued: Queued[] = []

  get queued(): readonly Queued[] {
    return this.#queued
  }

  push(fault: Queued): void {
    this.#queued.push({ ...fault })
  }

  take(operation: Operation): string | null {
    const next = this.#queued.find((candidate) => candidate.operation === operation)
    if (!next) return null
    next.times -= 1
    if (next.times <= 0) this.#queued = this.#queued.filter((candidate) => candidate !== next)
    return next.fault
  }

  clear(): void {
    this.#queued = []
  }
}
