import { isRow, type Row } from './response-object.js'

/**
 * Puts a subgraph's object into the tree: what both have is merged, objects by name and lists of one length by place;
 * otherwise the newer value stands. Changes `target`; parts of `source` become parts of it.
 */
export function mergeInto(target: Row, source: Row): void {
  for (const key of Object.keys(source)) {
    // Never asked for under this name (see aliases.ts), and setting it would change the object's prototype.
    if (key === '__proto__') continue
    const incoming = source[key]
    const existing = target[key]
    if (existing === undefined || typeof incoming !== 'object' || incoming === null) target[key] = incoming
    else target[key] = merged(existing, incoming)
  }
}

function merged(existing: unknown, incoming: object): unknown {
  if (isRow(existing) && isRow(incoming)) {
    mergeInto(existing, incoming)
    return existing
  }
  if (Array.isArray(existing) && Array.isArray(incoming) && existing.length === incoming.length) {
    return existing.map((item: unknown, index) => {
      const other: unknown = incoming[index]
      return typeof other === 'object' && other !== null ? merged(item, other) : other
    })
  }
  return incoming
}
