/** A meter or customer number for the log: `141******88`. */
export function maskedNumber(number: string): string {
  return number.length <= 5
    ? '*'.repeat(number.length)
    : `${number.slice(0, 3)}${'*'.repeat(number.length - 5)}${number.slice(-2)}`
}
