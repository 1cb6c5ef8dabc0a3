/** Members that the reference has as strings of digits in one place and as numbers in another. */
const TEXT_OR_NUMBER = new Set([
  'status',
  'product_nominal',
  'active_period',
  'lembar_tagihan',
  'nilai_tagihan',
  'admin',
  'denda',
])
/** v2's names and v1's. */
const OLD_NAMES: Readonly<Record<string, string>> = { product_code: 'code', customer_id: 'hp' }

/**
 * The same answer with the types as the biller's own samples contradict each other: numbers as strings and the other
 * way round, v1's names, a price list without its envelope.
 */
export function jittered(data: unknown): unknown {
  const value = jitter(data, '')
  if (!isObject(value)) return value
  if ('pricelist' in value) return value.pricelist
  return 'ref_id' in value
    ? Object.fromEntries(Object.entries(value).map(([name, member]) => [OLD_NAMES[name] ?? name, member]))
    : value
}

function jitter(value: unknown, name: string): unknown {
  if (typeof value === 'number') return String(value)
  if (typeof value === 'string') return TEXT_OR_NUMBER.has(name) && /^\d+$/.test(value) ? Number(value) : value
  if (Array.isArray(value)) return value.map((member) => jitter(member, name))
  if (!isObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, jitter(member, key)]))
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
