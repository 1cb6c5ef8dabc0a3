import { isResponseObject, type ResponseObject } from './response-object.js'

/**
 * Merges a subgraph's object: objects by name, lists of equal length by index, otherwise the newer value wins. Mutates
 * `target`, which then shares parts of `source`.
 */
export function mergeObject(target: ResponseObject, source: ResponseObject): void {
  for (const key of Object.keys(source)) {
    // Never requested under this name (see internal-response-names.ts), and assignment would change the prototype.
    if (key === '__proto__') continue
    const incoming = source[key]
    const existing = target[key]
    if (existing === undefined || typeof incoming !== 'object' || incoming === null) target[key] = incoming
    else target[key] = mergeValue(existing, incoming)
  }
}

function mergeValue(existing: unknown, incoming: object): unknown {
  if (isResponseObject(existing) && isResponseObject(incoming)) {
    mergeObject(existing, incoming)
    return existing
  }
  if (Array.isArray(existing) && Array.isArray(incoming) && existing.length === incoming.length) {
    return existing.map((item: unknown, index) => {
      const other: unknown = incoming[index]
      return typeof other === 'object' && other !== null ? mergeValue(item, other) : other
    })
  }
  return incoming
}
