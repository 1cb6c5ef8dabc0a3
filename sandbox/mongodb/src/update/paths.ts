import { type Doc, isDoc } from '../bson/types.js'
import { MongoError } from '../errors.js'
import { compileMatcher } from '../query/match.js'
import { positionOf } from '../query/positional.js'

/** Context for resolving the positional parts of a path. */
export interface Positions {
  filter: Doc
  arrayFilters: ReadonlyMap<string, (element: unknown) => boolean>
}

/**
 * Parses arrayFilters. @returns a test of an element by identifier
 * @throws FailedToParse
 */
export function parseArrayFilters(filters: unknown): Map<string, (element: unknown) => boolean> {
  const parsed = new Map<string, (element: unknown) => boolean>()
  if (filters === undefined) return parsed
  if (!Array.isArray(filters)) throw new MongoError('TypeMismatch', 'arrayFilters must be an array')
  for (const filter of filters) {
    const names = isDoc(filter) ? identifiers(filter) : new Set<string>()
    const [name] = names
    if (!isDoc(filter) || name === undefined || names.size > 1) {
      throw new MongoError('FailedToParse', 'Error parsing array filter: expected a single top-level field name')
    }
    if (!/^[a-z][A-Za-z0-9]*$/.test(name)) {
      throw new MongoError(
        'BadValue',
        `Error parsing array filter: The top-level field name must be an alphanumeric string beginning with a lowercase letter, found '${name}'`,
      )
    }
    if (parsed.has(name))
      throw new MongoError('FailedToParse', `Found multiple array filters with the same top-level field name ${name}`)
    const matcher = compileMatcher(filter)
    parsed.set(name, (element) => matcher({ [name]: element }))
  }
  return parsed
}

function identifiers(filter: Doc): Set<string> {
  const names = new Set<string>()
  for (const [key, condition] of Object.entries(filter)) {
    if (!key.startsWith('$')) names.add(key.split('.')[0] ?? key)
    else if (Array.isArray(condition))
      for (const branch of condition) if (isDoc(branch)) for (const name of identifiers(branch)) names.add(name)
  }
  return names
}

/**
 * Resolves an update path to concrete paths: `$` is the matched element, `$[]` every element, `$[name]` the elements that
 * match an array filter.
 */
export function resolvePaths(document: Doc, path: string, positions: Positions): string[][] {
  if (!path.includes('$')) return [path.split('.')]
  return resolve(document, document, path.split('.'), [], positions)
}

function resolve(root: Doc, value: unknown, parts: string[], before: string[], positions: Positions): string[][] {
  const at = parts.findIndex((part) => part === '$' || (part.startsWith('$[') && part.endsWith(']')))
  if (at < 0) return [[...before, ...parts]]
  const plain = parts.slice(0, at)
  const rest = parts.slice(at + 1)
  const here = [...before, ...plain]
  const array = plain.reduce<unknown>(
    (inner, part) => (Array.isArray(inner) ? inner[Number(part)] : isDoc(inner) ? inner[part] : undefined),
    value,
  )
  const part = parts[at] ?? ''
  if (part === '$') {
    const position = positionOf(root, here.join('.'), positions.filter)
    if (position === undefined) {
      throw new MongoError('BadValue', 'The positional operator did not find the match needed from the query.')
    }
    return resolve(
      root,
      Array.isArray(array) ? array[position] : undefined,
      rest,
      [...here, String(position)],
      positions,
    )
  }
  if (!Array.isArray(array)) {
    throw new MongoError(
      'BadValue',
      `The path '${here.join('.')}' must exist in the document in order to apply array updates.`,
    )
  }
  const name = part.slice(2, -1)
  const test = name === '' ? () => true : positions.arrayFilters.get(name)
  if (!test)
    throw new MongoError(
      'BadValue',
      `No array filter found for identifier '${name}' in path '${[...before, ...parts].join('.')}'`,
    )
  return array.flatMap((element, i) =>
    test(element) ? resolve(root, element, rest, [...here, String(i)], positions) : [],
  )
}

const INDEX = /^(0|[1-9]\d*)$/

/** The value at a concrete path. */
export function valueAt(document: Doc, path: string[]): unknown {
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
export function setAt(document: Doc, path: string[], value: unknown): void {
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
      if (isLast) target[part] = value
      else {
        if (!Object.hasOwn(target, part)) target[part] = {}
        target = target[part]
      }
    } else throw notViable(path, i, target)
  }
}

function notViable(path: string[], at: number, value: unknown): MongoError {
  const shown = value !== null && typeof value === 'object' ? JSON.stringify(value) : String(value)
  return new MongoError('PathNotViable', `Cannot create field '${path[at]}' in element {${path[at - 1]}: ${shown}}`)
}

/** Removes the value at a concrete path; an array element becomes null. */
export function removeAt(document: Doc, path: string[]): void {
  const target = valueAt(document, path.slice(0, -1))
  const part = path.at(-1) ?? ''
  if (Array.isArray(target)) {
    if (INDEX.test(part) && Number(part) < target.length) target[Number(part)] = null
  } else if (isDoc(target)) delete target[part]
}
