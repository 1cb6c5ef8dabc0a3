import { type Doc, isDoc } from '../bson/types.js'
import { MongoError } from '../errors.js'
import type { StageMaker } from './stage.js'

/** One document for each element of an array. */
export const unwindStage: StageMaker = (spec) => {
  const { path, includeArrayIndex, preserveNullAndEmptyArrays } = isDoc(spec) ? spec : { path: spec }
  if (typeof path !== 'string')
    throw new MongoError({ code: 28808, name: 'Location28808' }, 'expected a string as the path for $unwind stage')
  if (!path.startsWith('$'))
    throw new MongoError(
      { code: 28818, name: 'Location28818' },
      `path option to $unwind stage should be prefixed with a '$': ${path}`,
    )
  const parts = path.slice(1).split('.')
  const isKept = preserveNullAndEmptyArrays === true
  const withIndex = (document: Doc, index: number | null): Doc =>
    typeof includeArrayIndex === 'string' ? withValue(document, includeArrayIndex.split('.'), index) : document
  return (next) => ({
    push: (document) => {
      const value = parts.reduce<unknown>(
        (inner, part) => (isDoc(inner) && Object.hasOwn(inner, part) ? inner[part] : undefined),
        document,
      )
      if (Array.isArray(value) && value.length > 0) {
        for (const [i, element] of value.entries()) next(withIndex(withValue(document, parts, element), i))
      } else if (Array.isArray(value)) {
        if (isKept) next(withIndex(withoutValue(document, parts), null))
      } else if (value === undefined || value === null) {
        if (isKept) next(withIndex(document, null))
      } else next(withIndex(document, null))
    },
  })
}

/** A copy with another value at a path; it shares everything outside the path. */
export function withValue(document: Doc, [part = '', ...rest]: string[], value: unknown): Doc {
  if (rest.length === 0) return { ...document, [part]: value }
  const inner = document[part]
  return { ...document, [part]: withValue(isDoc(inner) ? inner : {}, rest, value) }
}

function withoutValue(document: Doc, [part = '', ...rest]: string[]): Doc {
  const { [part]: inner, ...others } = document
  return rest.length > 0 && isDoc(inner) ? { ...document, [part]: withoutValue(inner, rest) } : others
}
