/** The longest time between two keys of a scanner, also of a slow one by Bluetooth. A person does not type a whole number as fast. */
const MAX_KEY_INTERVAL_MS = 80

/** Recognizes a number from a barcode scanner, which types like a keyboard but faster. */
export class ScanDetector {
  private digits = ''
  private lastAtMs = Number.NEGATIVE_INFINITY

  /** @param minLength the digits of the shortest whole number: a shorter sequence is no scan */
  constructor(private readonly minLength: number) {}

  /** @param atMs the time stamp of the key's event, which a busy page does not delay */
  addKey(key: string, atMs: number): void {
    const isNext = atMs - this.lastAtMs <= MAX_KEY_INTERVAL_MS && key !== 'Enter' && key !== 'Tab'
    this.digits = (isNext ? this.digits : '') + (/^\d$/.test(key) ? key : '')
    this.lastAtMs = atMs
  }

  /** The digits of the scan up to the last key; null when a person types. */
  get scanned(): string | null {
    return this.digits.length >= this.minLength ? this.digits : null
  }
}
