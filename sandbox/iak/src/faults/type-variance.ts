/** Members that the reference shows as a string of digits in one place and as a number in another. */
const TEXT_OR_NUMBER = new Set([
  'status',
  'product_nominal',
  'active_period',
  'lembar_tagihan',
  'nilai_tagihan',
  'admin',
  'denda',
])
/** v1 names of v2 members. */
const V1_NAMES: Readonly<Record<string, string>> = { product_code: 'code', customer_id: 'hp' }

/**
 * Applies the type variations of the biller's own samples: numbers as strings, strings as numbers, v1 names, and a price
 * list without its envelope.
 */
export function varyTypes(data: unknown): unknown {
  const value = varyValue(data, '')
  if (!isObject(value)) return value
  if ('pricelist' in value) return value.pricelist
  return 'ref_id' in value
    ? Object.fromEntries(Object.entries(value).map(([name, member]) => [V1_NAMES[name] ?? name, member]))
    : value
}

function varyValue(value: unknown, name: string): unknown {
  if (typeof value === 'number') return String(value)
  if (typeof value === 'string') return TEXT_OR_NUMBER.has(name) && /^\d+$/.test(value) ? Number(value) : value
  if (Array.isArray(value)) return value.map((member) => varyValue(member, name))
  if (!isObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, varyValue(member, key)]))
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
