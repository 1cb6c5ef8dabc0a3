import { isResponseObject, type ResponseObject, type ResponsePath } from './response-object.js'

/** Path of a plan node: response names, and `@` for each list element. */
export type PlanPath = readonly string[]

/** Returns the distinct objects at a plan path. An entity that is used at ten response paths is one object there. */
export function findObjectsAt(root: ResponseObject, path: PlanPath): ResponseObject[] {
  const found = new Set<ResponseObject>()
  collect(root, path, 0, found)
  return [...found]
}

function collect(value: unknown, path: PlanPath, depth: number, found: Set<ResponseObject>): void {
  if (Array.isArray(value)) {
    const next = path[depth] === '@' ? depth + 1 : depth
    for (const item of value) collect(item, path, next, found)
    return
  }
  if (!isResponseObject(value)) return
  const step = path[depth]
  if (step === undefined) found.add(value)
  else collect(value[step], path, depth + 1, found)
}

/** Returns all response paths of the objects at a plan path. Walks the merged result, so it is used for errors only. */
export function findResponsePathsAt(root: ResponseObject, path: PlanPath): Map<ResponseObject, ResponsePath[]> {
  const paths = new Map<ResponseObject, ResponsePath[]>()
  locate(root, path, 0, [], paths)
  return paths
}

function locate(
  value: unknown,
  path: PlanPath,
  depth: number,
  responsePath: (string | number)[],
  paths: Map<ResponseObject, ResponsePath[]>,
): void {
  if (Array.isArray(value)) {
    const next = path[depth] === '@' ? depth + 1 : depth
    for (const [index, item] of value.entries()) locate(item, path, next, [...responsePath, index], paths)
    return
  }
  if (!isResponseObject(value)) return
  const step = path[depth]
  if (step !== undefined) {
    locate(value[step], path, depth + 1, [...responsePath, step], paths)
    return
  }
  const known = paths.get(value)
  if (known) known.push(responsePath)
  else paths.set(value, [responsePath])
}
