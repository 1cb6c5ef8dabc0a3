/** How a customer number makes the sandbox behave (biller reference, section 11.1). */
export type Behaviour =
  | { kind: 'normal' }
  | { kind: 'eight-bills' }
  | { kind: 'unknown-number' }
  | { kind: 'inquiry-refused'; rc: string }
  | { kind: 'purchase-refused'; rc: string }
  | { kind: 'settles-later'; rc: string }
  | { kind: 'transport-fault'; fault: string }
  | { kind: 'callback-fault'; fault: string }
  /** Answers with a riddle; the truth is visible by status query. */
  | { kind: 'ambiguous'; rc: string; truth: '00' | '07' }
  | { kind: 'pending-a-day' }
  | { kind: 'pending-for-ever' }

const PREFIXES = { prepaid: '1400000', postpaid: '53000000', nonTaglis: '322503000' } as const

/** What a number of one family does; a number that is none of the magic ones is unknown. */
export function behaviourOf(family: keyof typeof PREFIXES, number: string): Behaviour {
  if (family === 'prepaid' && number === '12345678901') return { kind: 'normal' }
  const prefix = PREFIXES[family]
  if (!number.startsWith(prefix) || !/^\d{4}$/.test(number.slice(prefix.length))) return { kind: 'unknown-number' }
  const suffix = number.slice(prefix.length)
  const rc = rcOf(suffix.slice(1))
  switch (suffix[0]) {
    case '0':
      if (suffix === '0000') return { kind: 'normal' }
      return suffix === '0999' && family !== 'prepaid' ? { kind: 'eight-bills' } : { kind: 'inquiry-refused', rc }
    case '1':
      return { kind: 'purchase-refused', rc }
    case '2':
      return { kind: 'settles-later', rc }
    case '3':
      return { kind: 'transport-fault', fault: suffix }
    case '4':
      return { kind: 'callback-fault', fault: suffix }
    case '5':
      return { kind: 'ambiguous', rc, truth: '00' }
    case '6':
      return { kind: 'ambiguous', rc, truth: '07' }
    default:
      if (suffix === '7001') return { kind: 'pending-a-day' }
      return suffix === '7002' ? { kind: 'pending-for-ever' } : { kind: 'unknown-number' }
  }
}

/** `001` is rc `01`, `103` is rc `103`. */
function rcOf(digits: string): string {
  return String(Number(digits)).padStart(2, '0')
}
