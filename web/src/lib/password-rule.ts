/** The part of the API's rule that can be checked before sending; what is guessed first only the API knows. */
export function hasPasswordLength(password: string): boolean {
  const { length } = [...password]
  return length >= 8 && length <= 128
}
