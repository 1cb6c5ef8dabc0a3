import { type Doc, isDoc, setField } from '../bson/types.js'
import { MongoError } from '../errors.js'

const INDEX = /^(0|[1-9]\d*)$/

/** The value at a concrete path. */
export function valueAt(document: Doc, path: readonly string[]): unknown {
  let value: unknown = document
  for (const part of path) {
    if (Array.isArray(value)) value = INDEX.test(part) ? value[Number(part)] : undefined
    else if (isDoc(value) && Object.hasOwn(value, part)) value = value[part]
    else return undefined
  }
  return value
}

/**
 * Sets the value at a concrete path and creates missing documents on it.
 * @throws PathNotViable when the path crosses a value that is no document
 */
export function setAt(document: Doc, path: readonly string[], value: unknown): void {
  let target: unknown = document
  for (let i = 0; i < path.length; i++) {
    const part = path[i] ?? ''
    const isLast = i === path.length - 1
    if (Array.isArray(target)) {
      if (!INDEX.test(part)) throw notViable(path, i, target)
      const index = Number(part)
      if (index > target.length + 1_500_000)
        throw new MongoError('BadValue', `can't backfill more than 1500000 elements`)
      while (target.length < index) target.push(null)
      if (isLast) target[index] = value
      else {
        if (target[index] === undefined) target[index] = {}
        target = target[index]
      }
    } else if (isDoc(target)) {
      if (isLast) setField(target, part, value)
      else {
        if (!Object.hasOwn(target, part)) setField(target, part, {})
        target = target[part]
      }
    } else throw notViable(path, i, target)
  }
}

function notViable(path: readonly string[], at: number, value: unknown): MongoError {
  const shown = value !== null && typeof value === 'object' ? JSON.stringify(value) : String(value)
  return new MongoError('PathNotViable', `Cannot create field '${path[at]}' in element {${path[at - 1]}: ${shown}}`)
}

/** Removes the value at a concrete path; an array element becomes null. */
export function removeAt(document: Doc, path: readonly string[]): void {
  const target = valueAt(document, path.slice(0, -1))
  const part = path.at(-1) ?? ''
  if (Array.isArray(target)) {
    if (INDEX.test(part) && Number(part) < target.length) target[Number(part)] = null
  } else if (isDoc(target)) delete target[part]
}
