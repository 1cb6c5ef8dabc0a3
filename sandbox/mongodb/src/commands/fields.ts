import { Long } from 'bson'
import { approximate } from '../bson/compare.js'
import { type Doc, isDoc, isNumeric } from '../bson/types.js'
import type { Limits } from '../cursors.js'
import { MongoError, notSupported } from '../errors.js'
import { evaluateLet } from '../query/expression.js'
import type { Request } from './command.js'

// What any command may carry. Of these only maxTimeMS has an effect: there is one node, which always reads and writes
// the newest state and flushes a write before its response.
const GENERIC = new Set([
  '$db',
  '$readPreference',
  '$clusterTime',
  'lsid',
  'txnNumber',
  'readConcern',
  'writeConcern',
  'maxTimeMS',
  'comment',
  'apiVersion',
  'apiStrict',
  'apiDeprecationErrors',
])

/**
 * Refuses unknown fields of a command, so that no option is silently ignored.
 * @param ignored accepted fields without effect
 */
export function checkFields(
  command: string,
  body: Doc,
  known: readonly string[],
  ignored: readonly string[] = [],
): void {
  for (const key of Object.keys(body)) {
    if (key === command || known.includes(key) || ignored.includes(key) || GENERIC.has(key)) continue
    if (body[key] === undefined || body[key] === null) continue
    if (key === 'collation') {
      const collation = body[key]
      if (isDoc(collation) && (collation.locale === 'simple' || Object.keys(collation).length === 0)) continue
      throw notSupported('a collation other than { locale: "simple" }')
    }
    throw new MongoError(
      { code: 40415, name: 'Location40415' },
      `BSON field '${command}.${key}' is an unknown field, or an option that the embedded database does not support.`,
    )
  }
}

function wrongType(name: string, expected: string): MongoError {
  return new MongoError('TypeMismatch', `BSON field '${name}' is the wrong type, expected type '${expected}'`)
}

export function textField(body: Doc, name: string): string {
  const value = body[name]
  if (typeof value === 'string') return value
  throw value === undefined ? missing(name) : wrongType(name, 'string')
}

function missing(name: string): MongoError {
  return new MongoError({ code: 40414, name: 'Location40414' }, `BSON field '${name}' is missing but a required field`)
}

export function docField(body: Doc, name: string): Doc {
  const value = body[name]
  if (value === undefined || value === null) return {}
  if (isDoc(value)) return value
  throw wrongType(name, 'object')
}

function optionalDoc(body: Doc, name: string): Doc | undefined {
  return body[name] === undefined || body[name] === null ? undefined : docField(body, name)
}

/** The values of the command's variables. */
export function letField(body: Doc): Doc | undefined {
  const bindings = optionalDoc(body, 'let')
  return bindings && evaluateLet(bindings)
}

export function requiredDoc(body: Doc, name: string): Doc {
  if (body[name] === undefined) throw missing(name)
  return docField(body, name)
}

export function numberField(body: Doc, name: string): number | undefined {
  const value = body[name]
  if (value === undefined || value === null) return undefined
  if (!isNumeric(value)) throw wrongType(name, 'number')
  const number = approximate(value)
  if (!Number.isInteger(number)) throw new MongoError('BadValue', `'${name}' must be a whole number`)
  return number
}

/** A non-negative integer. */
export function countField(body: Doc, name: string): number | undefined {
  const number = numberField(body, name)
  if (number !== undefined && number < 0) {
    throw new MongoError(
      { code: 51024, name: 'Location51024' },
      `BSON field '${name}' value must be >= 0, actual value '${number}'`,
    )
  }
  return number
}

export function flagField(body: Doc, name: string, otherwise = false): boolean {
  const value = body[name]
  if (value === undefined || value === null) return otherwise
  if (typeof value === 'boolean') return value
  if (isNumeric(value)) return approximate(value) !== 0
  throw wrongType(name, 'bool')
}

export function arrayField(body: Doc, name: string): unknown[] {
  const value = body[name]
  if (Array.isArray(value)) return value
  throw value === undefined ? missing(name) : wrongType(name, 'array')
}

export function longField(value: unknown, name: string): Long {
  if (value instanceof Long) return value
  if (isNumeric(value)) return Long.fromNumber(approximate(value))
  throw wrongType(name, 'long')
}

/** Reads the conditions that end a command early. */
export function limitsOf({ body, isCancelled }: Pick<Request, 'body' | 'isCancelled'>): Limits {
  const maxTimeMs = countField(body, 'maxTimeMS') ?? 0
  return { deadline: maxTimeMs > 0 ? Date.now() + maxTimeMs : Number.POSITIVE_INFINITY, isCancelled }
}
