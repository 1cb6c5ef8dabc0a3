import { type Doc, isDoc } from '../bson/types.js'
import { compileMatcher } from './match.js'
import { valueAtPath } from './path.js'

/**
 * The array element that made a document match, for the positional `$`.
 * @param path the array's path
 * @returns its index, or undefined when no condition of the filter concerns the array
 */
export function positionOf(document: Doc, path: string, filter: Doc): number | undefined {
  const array = valueAtPath(document, path)
  if (!Array.isArray(array)) return undefined
  let position: number | undefined
  for (const [key, condition] of conditions(filter)) {
    const test = elementTest(key, condition, path)
    const at = test ? array.findIndex(test) : -1
    if (at >= 0) position = at
  }
  return position
}

/** The top-level conditions of a filter, and those of every $or branch, because any branch may have matched. */
function conditions(filter: Doc): [string, unknown][] {
  return Object.entries(filter).flatMap(([key, condition]): [string, unknown][] => {
    if (key !== '$and' && key !== '$or') return [[key, condition]]
    return Array.isArray(condition) ? condition.filter(isDoc).flatMap(conditions) : []
  })
}

function elementTest(key: string, condition: unknown, path: string): ((element: unknown) => boolean) | undefined {
  if (key === path) {
    const matcher = compileMatcher({ v: condition })
    return (element) => matcher({ v: [element] })
  }
  if (!key.startsWith(`${path}.`)) return undefined
  const matcher = compileMatcher({ [key.slice(path.length + 1)]: condition })
  return (element) => isDoc(element) && matcher(element)
}
