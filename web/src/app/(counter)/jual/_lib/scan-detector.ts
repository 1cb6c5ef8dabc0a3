/** The longest time between two keys of a scanner, also of a slow one by Bluetooth. A person does not type a whole number as fast. */
const MAX_KEY_INTERVAL_MS = 80

/** Recognizes a number from a barcode scanner, which types like a keyboard but faster. */
export class ScanDetector {
  private digits = ''
  private contentBefore = ''
  private lastAtMs = Number.NEGATIVE_INFINITY

  /** @param length the digits of a whole number: a shorter sequence is no scan */
  constructor(private readonly length: { min: number; max: number }) {}

  /**
   * @param atMs the time stamp of the key's event, which a busy page does not delay
   * @param content the digits in the field before the key
   */
  addKey(key: string, atMs: number, content: string): void {
    const isNext = atMs - this.lastAtMs <= MAX_KEY_INTERVAL_MS && key !== 'Enter' && key !== 'Tab'
    if (!isNext) this.contentBefore = content
    this.digits = (isNext ? this.digits : '') + (/^\d$/.test(key) ? key : '')
    this.lastAtMs = atMs
  }

  /**
   * The digits in the field after the last key. A scan replaces a whole number, and one that leaves no room for it. After
   * a part of a number it may be the rest, for example when the first key was slower.
   * @param typed the digits that the key has left in the field
   */
  contentAfter(typed: string): string {
    const isScan = this.digits.length >= this.length.min
    const replaces = this.contentBefore.length >= this.length.min || typed.length > this.length.max
    return (isScan && replaces ? this.digits : typed).slice(0, this.length.max)
  }
}
