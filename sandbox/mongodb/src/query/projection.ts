import { decode, decodePlain, encode, isRegex } from '../bson/codec.js'
import { approximate } from '../bson/compare.js'
import { pick } from '../bson/raw.js'
import { type Doc, isDoc, isNumeric } from '../bson/types.js'
import { MongoError, notSupported } from '../errors.js'
import { expressionOf } from './expression.js'
import { compileMatcher, isOperatorDoc, type Matcher } from './match.js'
import { positionOf } from './positional.js'

/** Projects a stored document. */
export type Projection = (raw: Buffer) => Buffer

interface Rule {
  path: string
  parts: string[]
  kind: 'include' | 'exclude' | 'slice' | 'elemMatch' | 'positional' | 'compute'
  slice?: [number, number | undefined]
  matcher?: Matcher
  compute?: (document: Doc) => unknown
}

/**
 * Compiles the projection of a find. Stored field types are preserved.
 * @param filter the find's filter, for the positional `$`
 */
export function compileProjection(spec: unknown, filter: Doc = {}, variables?: Doc): Projection | undefined {
  if (spec === undefined || spec === null) return undefined
  if (!isDoc(spec)) throw new MongoError('TypeMismatch', "Expected field 'projection' to be of type object")
  const rules = Object.entries(flattened(spec)).map(([path, value]) => rule(path, value, variables))
  if (rules.length === 0) return undefined
  checkCollisions(rules)
  const isInclusion = modeOf(rules)
  const isSimple = rules.every(({ kind, parts }) => (kind === 'include' || kind === 'exclude') && parts.length === 1)
  if (isSimple) return topLevel(rules, isInclusion)
  return (raw) => encode(apply(raw, rules, isInclusion, filter))
}

/** `{ a: { b: 1 } }` is `{ 'a.b': 1 }`. */
function flattened(spec: Doc, prefix = ''): Doc {
  const flat: Doc = {}
  for (const [key, value] of Object.entries(spec)) {
    if (isDoc(value) && !isOperatorDoc(value) && Object.keys(value).length > 0)
      Object.assign(flat, flattened(value, `${prefix}${key}.`))
    else flat[`${prefix}${key}`] = value
  }
  return flat
}

function rule(path: string, value: unknown, variables?: Doc): Rule {
  if (path.endsWith('.$') && isTruthy(value)) {
    const array = path.slice(0, -2)
    return { path: array, parts: array.split('.'), kind: 'positional' }
  }
  if (path === '' || path.startsWith('$') || path.includes('.$')) {
    throw new MongoError(
      { code: 16410, name: 'Location16410' },
      `FieldPath field names may not start with '$'. Consider using $getField or $setField. (${path})`,
    )
  }
  const parts = path.split('.')
  if (typeof value === 'boolean' || isNumeric(value))
    return { path, parts, kind: isTruthy(value) ? 'include' : 'exclude' }
  if (isDoc(value) && Object.hasOwn(value, '$slice') && !Array.isArray(value.$slice)) {
    return { path, parts, kind: 'slice', slice: [number(value.$slice), undefined] }
  }
  if (isDoc(value) && Array.isArray(value.$slice) && value.$slice.every(isNumeric)) {
    const [skip, limit] = value.$slice.map(number)
    if (limit !== undefined && limit <= 0) throw new MongoError('BadValue', '$slice limit must be positive')
    return { path, parts, kind: 'slice', slice: [skip ?? 0, limit] }
  }
  if (isDoc(value) && isDoc(value.$elemMatch)) {
    return {
      path,
      parts,
      kind: 'elemMatch',
      matcher: compileMatcher({ [path]: { $elemMatch: value.$elemMatch } }),
      compute: elementPicker(value.$elemMatch),
    }
  }
  if (isDoc(value) && Object.hasOwn(value, '$meta')) throw notSupported('$meta in a projection')
  return {
    path,
    parts,
    kind: 'compute',
    compute: expressionOf(isRegex(value) ? { $literal: value } : value, variables),
  }
}

function elementPicker(condition: Doc): (document: Doc) => unknown {
  const matcher = compileMatcher({ v: { $elemMatch: condition } })
  return ({ array }) => (Array.isArray(array) ? array.findIndex((element) => matcher({ v: [element] })) : -1)
}

const isTruthy = (value: unknown) => value !== false && !(isNumeric(value) && approximate(value) === 0)
const number = (value: unknown) => {
  if (!isNumeric(value)) throw new MongoError('BadValue', '$slice takes numbers')
  return Math.trunc(approximate(value))
}

function checkCollisions(rules: Rule[]): void {
  for (const a of rules) {
    const inner = rules.find((b) => b !== a && (b.path === a.path || b.path.startsWith(`${a.path}.`)))
    if (inner) throw new MongoError({ code: 31249, name: 'Location31249' }, `Path collision at ${inner.path}`)
  }
}

function modeOf(rules: Rule[]): boolean {
  const others = rules.filter(({ path }) => path !== '_id')
  const including = others.find(
    ({ kind }) => kind === 'include' || kind === 'positional' || kind === 'elemMatch' || kind === 'compute',
  )
  const excluding = others.find(({ kind }) => kind === 'exclude')
  if (including && excluding) {
    const [code, text] =
      including.kind === 'include'
        ? [31254, `exclusion on field ${excluding.path} in inclusion`]
        : [31253, `inclusion on field ${including.path} in exclusion`]
    throw new MongoError({ code, name: `Location${code}` }, `Cannot do ${text} projection`)
  }
  if (including) return including.kind !== 'elemMatch' || others.some(({ kind }) => kind !== 'slice')
  return !excluding && rules.some(({ path, kind }) => path === '_id' && kind === 'include') && others.length === 0
}

function topLevel(rules: Rule[], isInclusion: boolean): Projection {
  const names = new Set(
    rules.filter(({ kind }) => kind === (isInclusion ? 'include' : 'exclude')).map(({ path }) => path),
  )
  const hasId = !rules.some(({ path, kind }) => path === '_id' && kind === 'exclude')
  if (!isInclusion) return (raw) => pick(raw, (name) => !names.has(name))
  return (raw) => pick(raw, (name) => (name === '_id' ? hasId : names.has(name)))
}

function apply(raw: Buffer, rules: Rule[], isInclusion: boolean, filter: Doc): Doc {
  const document = decode(raw)
  const hidden = rules.filter(({ kind }) => kind === 'exclude')
  // Before the exclusions below, which must not affect it.
  for (const { kind, parts, slice, path, compute } of rules) {
    if (kind === 'slice' && slice) eachArray(document, parts, (array) => sliced(array, slice))
    if (kind === 'elemMatch') eachArray(document, parts, (array) => element(array, Number(compute?.({ array }))))
    if (kind === 'positional') {
      const at = positionOf(decodePlain(raw), path, filter)
      if (at === undefined)
        throw new MongoError(
          { code: 51246, name: 'Location51246' },
          `Executor error during find command :: caused by :: positional operator '.$' couldn't find a matching element in the array`,
        )
      eachArray(document, parts, (array) => element(array, at))
    }
  }
  const shown = rules.filter(
    ({ kind, path }) =>
      kind !== 'exclude' && kind !== 'compute' && (isInclusion || path === '_id' || kind !== 'include'),
  )
  const hasId = !hidden.some(({ path }) => path === '_id')
  const result = isInclusion
    ? including(document, [...(hasId ? [['_id']] : []), ...shown.map(({ parts }) => parts)])
    : excluding(
        document,
        hidden.map(({ parts }) => parts),
      )
  const computed = rules.filter(({ kind }) => kind === 'compute')
  if (computed.length > 0) {
    const plain = decodePlain(raw)
    for (const { parts, compute } of computed) {
      const value = compute?.(plain)
      if (value !== undefined) assign(result, parts, value)
    }
  }
  return dropEmptied(result)
}

/** Result of $elemMatch without a matching element: the field is removed. */
const GONE = Symbol('gone')

function element(array: unknown[], at: number): unknown {
  return at >= 0 && at < array.length ? [array[at]] : GONE
}

function sliced(array: unknown[], [first, limit]: [number, number | undefined]): unknown[] {
  if (limit === undefined) return first >= 0 ? array.slice(0, first) : array.slice(first)
  const start = first >= 0 ? first : Math.max(array.length + first, 0)
  return array.slice(start, start + limit)
}

function eachArray(value: unknown, parts: string[], change: (array: unknown[]) => unknown): void {
  const [part, ...rest] = parts
  if (Array.isArray(value)) for (const inner of value) eachArray(inner, parts, change)
  if (!isDoc(value) || part === undefined || !Object.hasOwn(value, part)) return
  const inner = value[part]
  if (rest.length > 0) eachArray(inner, rest, change)
  else if (Array.isArray(inner)) value[part] = change(inner)
}

function dropEmptied(document: Doc): Doc {
  for (const key of Object.keys(document)) {
    const value = document[key]
    if (value === GONE) delete document[key]
    else if (isDoc(value)) dropEmptied(value)
  }
  return document
}

/** Only the given paths, in the document's field order. */
function including(document: Doc, paths: string[][]): Doc {
  const result: Doc = {}
  for (const key of Object.keys(document)) {
    const through = paths.filter(([part]) => part === key).map(([, ...rest]) => rest)
    if (through.length === 0) continue
    const value = document[key]
    if (through.some((rest) => rest.length === 0)) result[key] = value
    else {
      const inner = includingInner(value, through)
      if (inner !== undefined) result[key] = inner
    }
  }
  return result
}

function includingInner(value: unknown, paths: string[][]): unknown {
  if (isDoc(value)) return including(value, paths)
  if (!Array.isArray(value)) return undefined
  return value.map((inner) => includingInner(inner, paths)).filter((inner) => inner !== undefined)
}

function excluding(document: Doc, paths: string[][]): Doc {
  const result: Doc = {}
  for (const key of Object.keys(document)) {
    const through = paths.filter(([part]) => part === key).map(([, ...rest]) => rest)
    if (through.some((rest) => rest.length === 0)) continue
    result[key] = through.length === 0 ? document[key] : excludingInner(document[key], through)
  }
  return result
}

function excludingInner(value: unknown, paths: string[][]): unknown {
  if (isDoc(value)) return excluding(value, paths)
  return Array.isArray(value) ? value.map((inner) => excludingInner(inner, paths)) : value
}

function assign(document: Doc, parts: string[], value: unknown): void {
  const [part = '', ...rest] = parts
  if (rest.length === 0) document[part] = value
  else {
    const inner = document[part]
    if (Array.isArray(inner)) for (const each of inner) if (isDoc(each)) assign(each, rest, value)
    if (Array.isArray(inner)) return
    const target: Doc = isDoc(inner) ? inner : {}
    document[part] = target
    assign(target, rest, value)
  }
}
