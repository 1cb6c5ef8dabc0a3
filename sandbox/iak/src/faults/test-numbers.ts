import { demoDigitsOf } from '../customers.js'

/** The sandbox's behaviour for a customer number (biller reference, section 11.1). */
export type Behaviour =
  | { kind: 'normal' }
  | { kind: 'eight-bills' }
  | { kind: 'unknown-number' }
  | { kind: 'inquiry-refused'; rc: string }
  | { kind: 'purchase-refused'; rc: string }
  | { kind: 'settles-later'; rc: string }
  | { kind: 'transport-fault'; fault: string }
  | { kind: 'callback-fault'; fault: string }
  /** The response does not reveal the result; a status query does. */
  | { kind: 'ambiguous'; rc: string; isBought: boolean }
  | { kind: 'pending-one-day' }
  | { kind: 'pending-forever' }

export type ProductFamily = 'prepaid' | 'postpaid' | 'nonTaglis'
/** The biller's test numbers for bills: the current ones, or those of its documentation of 2023. */
export type NumberScheme = 'current' | '2023'

const PREFIXES: Readonly<Record<ProductFamily, string>> = {
  prepaid: '1400000',
  postpaid: '53000000',
  nonTaglis: '322503000',
}

/** The numbers of 2023 and their suffixes in the current scheme. */
const SUFFIXES_2023: Readonly<Record<string, string>> = {
  '530000000001': '0000',
  '530000000002': '0999',
  '530000000003': '0103',
  '530000000004': '0001',
  '530000000005': '0014',
  '530000000006': '1037',
  '530000000007': '1039',
  '530000000008': '1105',
  '3225030005901': '0000',
  '3225030005902': '0000',
  '3225030005903': '0103',
  '3225030005904': '0001',
  '3225030005905': '0014',
  '3225030005906': '1037',
  '3225030005907': '1039',
  '3225030005908': '1105',
  '3225030005922': '0000',
  '1811217010329': '0000',
  '3226015008229': '0000',
}

/** @returns the behaviour of a number; numbers other than of tests and demo customers are unknown */
export function behaviourOf(family: ProductFamily, number: string, scheme: NumberScheme = 'current'): Behaviour {
  if (family === 'prepaid' && number === '12345678901') return { kind: 'normal' }
  // The biller takes a subscriber id for a token too.
  const isDemo = demoDigitsOf(number, family === 'prepaid' ? ['prepaid', 'postpaid'] : [family]) !== null
  if (isDemo) return { kind: 'normal' }
  const suffix = suffixOf(family, number, scheme)
  if (suffix === null) return { kind: 'unknown-number' }
  const rc = rcOf(suffix.slice(1))
  switch (suffix[0]) {
    case '0':
      if (suffix === '0000') return { kind: 'normal' }
      return suffix === '0999' && family === 'postpaid' ? { kind: 'eight-bills' } : { kind: 'inquiry-refused', rc }
    case '1':
      return { kind: 'purchase-refused', rc }
    case '2':
      return { kind: 'settles-later', rc }
    case '3':
      return { kind: 'transport-fault', fault: suffix }
    case '4':
      return { kind: 'callback-fault', fault: suffix }
    case '5':
    case '6':
      return { kind: 'ambiguous', rc, isBought: suffix[0] === '5' }
    default:
      if (suffix === '7001') return { kind: 'pending-one-day' }
      return suffix === '7002' ? { kind: 'pending-forever' } : { kind: 'unknown-number' }
  }
}

function suffixOf(family: ProductFamily, number: string, scheme: NumberScheme): string | null {
  if (scheme === '2023' && family !== 'prepaid') return SUFFIXES_2023[number] ?? null
  const prefix = PREFIXES[family]
  const suffix = number.slice(prefix.length)
  return number.startsWith(prefix) && /^\d{4}$/.test(suffix) ? suffix : null
}

/** `001` becomes `01`, `103` stays `103`. */
function rcOf(digits: string): string {
  return String(Number(digits)).padStart(2, '0')
}
