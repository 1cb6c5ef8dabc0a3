/** The biller's operations, named as in its reference. */
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
 * Valid faults: the transport faults of section 11.3, HTTP 503, a response without its code, a response whose status
 * contradicts its code, a response about another customer or product, another price or cost, texts of 1.5 MB, a body of
 * 400 MB, or any response code, which refuses the call.
 */
export const FAULT =
  /^(30(0[1-9]|1[0-5])|http-503|no-code|contradiction|other-customer|other-product|(price|cost)-\d{1,16}|long-texts|huge|\d{2,3})$/

interface QueuedFault {
  operation: Operation
  fault: string
  times: number
}

/** Faults for the next calls of each operation, first in, first out. */
export class FaultQueue {
  #queued: QueuedFault[] = []

  get queued(): readonly QueuedFault[] {
    return this.#queued
  }

  push(fault: QueuedFault): void {
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
