import { isRow, type ResponsePath, type Row } from './response-object.js'

/** Where a plan's step works: response names, and `@` for each item of a list. */
export type PlanPath = readonly string[]

/**
 * The objects at a plan's path, each once however often it stands there: an entity that was fetched once and is used
 * ten times is one object in ten places, and what is merged into it is there in all ten.
 */
export function objectsAt(root: Row, path: PlanPath): Row[] {
  const found = new Set<Row>()
  collect(root, path, 0, found)
  return [...found]
}

function collect(value: unknown, path: PlanPath, depth: number, found: Set<Row>): void {
  if (Array.isArray(value)) {
    const next = path[depth] === '@' ? depth + 1 : depth
    for (const item of value) collect(item, path, next, found)
    return
  }
  if (!isRow(value)) return
  const step = path[depth]
  if (step === undefined) found.add(value)
  else collect(value[step], path, depth + 1, found)
}

/** All places where the objects at a plan's path stand. Walks the tree again: only for answers with errors in them. */
export function placesAt(root: Row, path: PlanPath): Map<Row, ResponsePath[]> {
  const places = new Map<Row, ResponsePath[]>()
  locate(root, path, 0, [], places)
  return places
}

function locate(
  value: unknown,
  path: PlanPath,
  depth: number,
  at: (string | number)[],
  places: Map<Row, ResponsePath[]>,
): void {
  if (Array.isArray(value)) {
    const next = path[depth] === '@' ? depth + 1 : depth
    for (const [index, item] of value.entries()) locate(item, path, next, [...at, index], places)
    return
  }
  if (!isRow(value)) return
  const step = path[depth]
  if (step !== undefined) {
    locate(value[step], path, depth + 1, [...at, step], places)
    return
  }
  const known = places.get(value)
  if (known) known.push(at)
  else places.set(value, [at])
}
