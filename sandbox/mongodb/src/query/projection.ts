import { decode, decodePlain, encode, isRegex } from '../bson/codec.js'
import { approximate } from '../bson/compare.js'
import { pick } from '../bson/raw.js'
import { type Doc, isDoc, isNumeric, setField } from '../bson/types.js'
import { location, MongoError, notSupported } from '../errors.js'
import { expressionOf } from './expression.js'
import { isOperatorDoc } from './match.js'

/** Projects a stored document. */
export type Projection = (raw: Buffer) => Buffer

interface Rule {
  path: string
  parts: string[]
  kind: 'include' | 'exclude' | 'compute'
  compute?: (document: Doc) => unknown
}

/** Compiles the projection of a find. Stored field types are preserved. */
export function compileProjection(spec: unknown, variables?: Doc): Projection | undefined {
  if (spec === undefined || spec === null) return undefined
  if (!isDoc(spec)) throw new MongoError('TypeMismatch', "Expected field 'projection' to be of type object")
  const rules = rulesOf(spec, variables)
  if (rules.length === 0) return undefined
  const isInclusion = modeOf(rules)
  const isSimple = rules.every(({ kind, parts }) => kind !== 'compute' && parts.length === 1)
  if (isSimple) return topLevel(rules, isInclusion)
  return (raw) => encode(apply(decode(raw), () => decodePlain(raw), rules, isInclusion))
}

/** The same for the stage `$project`. */
export function projectStage(spec: Doc, variables?: Doc): (document: Doc) => Doc {
  const rules = rulesOf(spec, variables)
  if (rules.length === 0) {
    throw location(51272, 'Invalid $project :: caused by :: projection specification must have at least one field')
  }
  const isInclusion = modeOf(rules)
  return (document) => apply(document, () => document, rules, isInclusion)
}

/** The stage `$addFields`: sets computed fields, and removes those whose value is missing. */
export function addFieldsStage(spec: Doc, variables?: Doc): (document: Doc) => Doc {
  const rules = Object.entries(flattened(spec)).map(([path, value]) => computing(path, value, variables))
  checkCollisions(rules)
  return (document) =>
    rules.reduce((changed, { parts, compute }) => withValue(changed, parts, compute?.(document)), document)
}

/** The stage `$unset`. */
export function unsetStage(paths: string[]): (document: Doc) => Doc {
  const rules = paths.map((path) => rule(path, false))
  checkCollisions(rules)
  return (document) =>
    excluding(
      document,
      rules.map(({ parts }) => parts),
    )
}

function rulesOf(spec: Doc, variables?: Doc): Rule[] {
  const rules = Object.entries(flattened(spec)).map(([path, value]) => rule(path, value, variables))
  checkCollisions(rules)
  return rules
}

/** `{ a: { b: 1 } }` is `{ 'a.b': 1 }`. */
function flattened(spec: Doc, prefix = ''): Doc {
  const flat: Doc = {}
  for (const [key, value] of Object.entries(spec)) {
    if (isDoc(value) && !isOperatorDoc(value) && Object.keys(value).length > 0)
      Object.assign(flat, flattened(value, `${prefix}${key}.`))
    else setField(flat, `${prefix}${key}`, value)
  }
  return flat
}

function rule(path: string, value: unknown, variables?: Doc): Rule {
  if (path.endsWith('.$')) throw notSupported("the positional '.$' in a projection")
  if (typeof value !== 'boolean' && !isNumeric(value)) {
    const operator = isOperatorDoc(value) ? Object.keys(value)[0] : undefined
    if (operator === '$slice' || operator === '$elemMatch' || operator === '$meta')
      throw notSupported(`${operator} in a projection`)
    return computing(path, value, variables)
  }
  const isIncluded = value !== false && !(isNumeric(value) && approximate(value) === 0)
  return { path, parts: partsOf(path), kind: isIncluded ? 'include' : 'exclude' }
}

function computing(path: string, value: unknown, variables?: Doc): Rule {
  const compute = expressionOf(isRegex(value) ? { $literal: value } : value, variables)
  return { path, parts: partsOf(path), kind: 'compute', compute }
}

function partsOf(path: string): string[] {
  const parts = path.split('.')
  if (parts.includes('')) throw location(40353, `FieldPath must not contain empty field names: '${path}'`)
  if (!parts.some((part) => part.startsWith('$'))) return parts
  throw location(
    16410,
    `FieldPath field names may not start with '$'. Consider using $getField or $setField. (${path})`,
  )
}

function checkCollisions(rules: Rule[]): void {
  for (const a of rules) {
    const inner = rules.find((b) => b !== a && (b.path === a.path || b.path.startsWith(`${a.path}.`)))
    if (inner) throw location(31249, `Path collision at ${inner.path}`)
  }
}

function modeOf(rules: Rule[]): boolean {
  const others = rules.filter(({ path }) => path !== '_id')
  const including = others.find(({ kind }) => kind !== 'exclude')
  const excluding = others.find(({ kind }) => kind === 'exclude')
  if (including && excluding) {
    if (including.kind === 'include')
      throw location(31254, `Cannot do exclusion on field ${excluding.path} in inclusion projection`)
    throw location(31253, `Cannot do inclusion on field ${including.path} in exclusion projection`)
  }
  if (others.length > 0) return including !== undefined
  return rules.some(({ kind }) => kind !== 'exclude')
}

function topLevel(rules: Rule[], isInclusion: boolean): Projection {
  const names = new Set(
    rules.filter(({ kind }) => kind === (isInclusion ? 'include' : 'exclude')).map(({ path }) => path),
  )
  const hasId = !rules.some(({ path, kind }) => path === '_id' && kind === 'exclude')
  if (!isInclusion) return (raw) => pick(raw, (name) => !names.has(name))
  return (raw) => pick(raw, (name) => (name === '_id' ? hasId : names.has(name)))
}

/** @param plain the document for computation */
function apply(document: Doc, plain: () => Doc, rules: Rule[], isInclusion: boolean): Doc {
  const pathsOf = (wanted: Rule['kind']) => rules.filter(({ kind }) => kind === wanted).map(({ parts }) => parts)
  const hidden = pathsOf('exclude')
  const isIdHidden = hidden.some(([first, ...rest]) => first === '_id' && rest.length === 0)
  const kept = isInclusion
    ? including(document, [...(isIdHidden ? [] : [['_id']]), ...pathsOf('include')])
    : excluding(document, hidden)
  const computed = rules.filter(({ kind }) => kind === 'compute')
  if (computed.length === 0) return kept
  const source = plain()
  return computed.reduce((result, { parts, compute }) => withValue(result, parts, compute?.(source)), kept)
}

/** Only the given paths, in the document's field order. */
function including(document: Doc, paths: string[][]): Doc {
  const result: Doc = {}
  for (const key of Object.keys(document)) {
    const through = paths.filter(([part]) => part === key).map(([, ...rest]) => rest)
    if (through.length === 0) continue
    const value = document[key]
    if (through.some((rest) => rest.length === 0)) setField(result, key, value)
    else {
      const inner = includingInner(value, through)
      if (inner !== undefined) setField(result, key, inner)
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
    setField(result, key, through.length === 0 ? document[key] : excludingInner(document[key], through))
  }
  return result
}

function excludingInner(value: unknown, paths: string[][]): unknown {
  if (isDoc(value)) return excluding(value, paths)
  return Array.isArray(value) ? value.map((inner) => excludingInner(inner, paths)) : value
}

/** A copy with another value at a path; it shares everything outside the path. A missing value removes the field. */
function withValue(document: Doc, [part = '', ...rest]: string[], value: unknown): Doc {
  if (rest.length > 0) {
    const inner = Object.hasOwn(document, part) ? document[part] : undefined
    return { ...document, [part]: withInner(inner, rest, value) }
  }
  if (value !== undefined) return { ...document, [part]: value }
  const { [part]: _, ...others } = document
  return others
}

function withInner(inner: unknown, parts: string[], value: unknown): unknown {
  if (Array.isArray(inner)) return inner.map((element) => withInner(element, parts, value))
  return withValue(isDoc(inner) ? inner : {}, parts, value)
}
