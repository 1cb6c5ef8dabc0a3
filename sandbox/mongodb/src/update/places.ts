import { type Doc, isDoc } from '../bson/types.js'
import { MongoError } from '../errors.js'
import { compileMatcher } from '../query/match.js'
import { positionOf } from '../query/positional.js'

/** What positional parts of a path are resolved with. */
export interface Positions {
  filter: Doc
  arrayFilters: ReadonlyMap<string, (element: unknown) => boolean>
}

/**
 * Reads an update's arrayFilters: by identifier, a test of an element.
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
 * The places in a document that a path of an update means: `$` is the element that matched, `$[]` every element,
 * `$[name]` those an array filter picks.
 */
export function placesOf(document: Doc, path: string, positions: Positions): string[][] {
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

/** The value at a place. */
export function valueAt(document: Doc, place: string[]): unknown {
  let value: unknown = document
  for (const part of place) {
    if (Array.isArray(value)) value = INDEX.test(part) ? value[Number(part)] : undefined
    else if (isDoc(value) && Object.hasOwn(value, part)) value = value[part]
    else return undefined
  }
  return value
}

/**
 * Puts a value at a place, making the documents on the way.
 * @throws PathNotViable when something else is in the way
 */
export function setAt(document: Doc, place: string[], value: unknown): void {
  let target: unknown = document
  for (let i = 0; i < place.length; i++) {
    const part = place[i] ?? ''
    const isLast = i === place.length - 1
    if (Array.isArray(target)) {
      if (!INDEX.test(part)) throw notViable(place, i, target)
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
    } else throw notViable(place, i, target)
  }
}

function notViable(place: string[], at: number, value: unknown): MongoError {
  const shown = value !== null && typeof value === 'object' ? JSON.stringify(value) : String(value)
  return new MongoError('PathNotViable', `Cannot create field '${place[at]}' in element {${place[at - 1]}: ${shown}}`)
}

/** Takes what is at a place away; an element of an array becomes null. */
export function removeAt(document: Doc, place: string[]): void {
  const target = valueAt(document, place.slice(0, -1))
  const part = place.at(-1) ?? ''
  if (Array.isArray(target)) {
    if (INDEX.test(part) && Number(part) < target.length) target[Number(part)] = null
  } else if (isDoc(target)) delete target[part]
}
