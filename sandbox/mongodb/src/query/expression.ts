import { Decimal128, type Double, type Int32, Long } from 'bson'
import { toPlain } from '../bson/codec.js'
import { approximate, compareValues } from '../bson/compare.js'
import { type Doc, isDoc, isNumeric, setField } from '../bson/types.js'
import { location, MongoError, notSupported, unknownName } from '../errors.js'
import { dateExpressions } from './date-expressions.js'
import { checkDeadline } from './deadline.js'
import { type Compute, fieldsOf, type Maker, type Names } from './operands.js'

/**
 * Compiles an aggregation expression.
 * @throws InvalidPipelineOperator for an operator outside the supported ones
 */
export function expressionOf(expression: unknown, variables: Doc = {}): (document: Doc) => unknown {
  const compute = compile(toPlain(expression), { variables: new Set(Object.keys(variables)), hasFields: true })
  return (document) => compute(document, variables)
}

/** The values of a command's `let`: constant expressions. */
export function evaluateLet(bindings: Doc): Doc {
  const values: Doc = {}
  for (const [name, expression] of Object.entries(bindings)) {
    const compute = compile(toPlain(expression), { variables: new Set(), hasFields: false })
    setField(values, name, compute({}, {}) ?? null)
  }
  return values
}

export function isTruthy(value: unknown): boolean {
  return value !== undefined && value !== null && value !== false && !(isNumeric(value) && approximate(value) === 0)
}

function compile(expression: unknown, names: Names): Compute {
  if (typeof expression === 'string' && expression.startsWith('$')) return reference(expression, names)
  if (Array.isArray(expression)) {
    const parts = expression.map((part) => compile(part, names))
    return (document, variables) => parts.map((part) => part(document, variables) ?? null)
  }
  // Regular expressions, dates and the like are constants.
  if (!isDoc(expression)) return () => expression
  const keys = Object.keys(expression)
  const [first] = keys
  if (!first?.startsWith('$')) return documentOf(expression, names)
  if (keys.length > 1) {
    throw location(15983, `an object representing an expression must have exactly one field: ${keys.join(', ')}`)
  }
  const make = Object.hasOwn(OPERATORS, first) ? OPERATORS[first] : undefined
  if (!make) throw unknownName('expression', first, 'InvalidPipelineOperator')
  return make(expression[first], names)
}

function documentOf(expression: Doc, names: Names): Compute {
  const fields = Object.entries(expression).map(([name, value]) => {
    if (name.includes('.')) throw location(16412, `FieldPath field names may not contain '.': ${name}`)
    return { name, compute: compile(value, names) }
  })
  return (document, variables) => {
    const made: Doc = {}
    for (const { name, compute } of fields) {
      const value = compute(document, variables)
      if (value !== undefined) setField(made, name, value)
    }
    return made
  }
}

function reference(text: string, names: Names): Compute {
  if (!text.startsWith('$$')) {
    if (names.hasFields) return pathOf(text.slice(1))
    throw location(4890500, 'Command let Expression tried to access a field, but no document is available')
  }
  const [name = '', ...rest] = text.slice(2).split('.')
  const base = variable(name, names)
  return rest.length === 0 ? base : (document, variables) => through(base(document, variables), rest, 0)
}

function variable(name: string, names: Names): Compute {
  if (names.variables.has(name)) return (_document, variables) => variables[name]
  const now = new Date()
  if (name === 'NOW') return () => now
  if (name === 'REMOVE') return () => undefined
  if ((name === 'ROOT' || name === 'CURRENT') && names.hasFields) return (document) => document
  throw location(17276, `Use of undefined variable: ${name}`)
}

/** A field path: through an array it returns the values of all its documents. */
function pathOf(path: string): Compute {
  const parts = path.split('.')
  if (parts.includes('')) throw location(15998, 'FieldPath field names may not be empty strings.')
  if (parts.some((part) => part.startsWith('$'))) throw location(16410, `Field names may not start with '$': ${path}`)
  const [only] = parts
  if (parts.length === 1 && only !== undefined)
    return (document) => (Object.hasOwn(document, only) ? document[only] : undefined)
  return (document) => through(document, parts, 0)
}

function through(value: unknown, parts: string[], at: number): unknown {
  const part = parts[at]
  if (part === undefined) return value
  if (Array.isArray(value))
    return value.map((element) => through(element, parts, at)).filter((element) => element !== undefined)
  return isDoc(value) && Object.hasOwn(value, part) ? through(value[part], parts, at + 1) : undefined
}

/** The supported operators: those that the product, its tests and a developer's queries use. */
const OPERATORS: Record<string, Maker> = {
  ...dateExpressions(compile),
  $literal: (operand) => () => operand,
  $eq: comparing('$eq', (order) => order === 0),
  $ne: comparing('$ne', (order) => order !== 0),
  $gt: comparing('$gt', (order) => order > 0),
  $gte: comparing('$gte', (order) => order >= 0),
  $lt: comparing('$lt', (order) => order < 0),
  $lte: comparing('$lte', (order) => order <= 0),
  $cmp: comparing('$cmp', Math.sign),
  $in: (operand, names) => {
    const [value, list] = operands('$in', operand, 2, names)
    return (document, variables) => {
      const elements = list?.(document, variables)
      if (!Array.isArray(elements)) throw location(40081, '$in requires an array as a second argument')
      const wanted = value?.(document, variables)
      return elements.some((element) => compareMissing(wanted, element) === 0)
    }
  },
  $and: (operand, names) => {
    const parts = listed(operand, names)
    return (document, variables) => parts.every((part) => isTruthy(part(document, variables)))
  },
  $or: (operand, names) => {
    const parts = listed(operand, names)
    return (document, variables) => parts.some((part) => isTruthy(part(document, variables)))
  },
  $not: (operand, names) => {
    const [part] = operands('$not', operand, 1, names)
    return (document, variables) => !isTruthy(part?.(document, variables))
  },
  $cond: condition,
  $ifNull: (operand, names) => {
    const parts = listed(operand, names)
    if (parts.length < 2) throw location(1257300, '$ifNull needs at least two arguments')
    return (document, variables) => {
      let value: unknown
      for (const part of parts) {
        value = part(document, variables)
        if (value !== undefined && value !== null) break
      }
      return value
    }
  },
  $add: folding('$add', (a, b) => a + b),
  $multiply: folding('$multiply', (a, b) => a * b),
  $subtract: pairing('$subtract', (a, b) => a - b),
  $divide: pairing('$divide', (a, b) => {
    if (b === 0) throw new MongoError('BadValue', "can't $divide by zero")
    return a / b
  }),
  $size: (operand, names) => {
    const [part] = operands('$size', operand, 1, names)
    return (document, variables) => {
      const value = part?.(document, variables)
      if (!Array.isArray(value)) throw location(17124, 'The argument to $size must be an array')
      return value.length
    }
  },
  $filter: filter,
}

function listed(operand: unknown, names: Names): Compute[] {
  return (Array.isArray(operand) ? operand : [operand]).map((part) => compile(part, names))
}

function operands(name: string, operand: unknown, count: number, names: Names): Compute[] {
  const parts = listed(operand, names)
  if (parts.length === count) return parts
  throw location(16020, `Expression ${name} takes exactly ${count} arguments. ${parts.length} were passed in.`)
}

function comparing(name: string, result: (order: number) => unknown): Maker {
  return (operand, names) => {
    const [a, b] = operands(name, operand, 2, names)
    return (document, variables) => result(compareMissing(a?.(document, variables), b?.(document, variables)))
  }
}

/** In expressions, unlike in filters, a missing value is less than null. */
function compareMissing(a: unknown, b: unknown): number {
  if (a === undefined || b === undefined) return Number(a !== undefined) - Number(b !== undefined)
  return compareValues(a, b)
}

function condition(operand: unknown, names: Names): Compute {
  const [test, yes, no] = Array.isArray(operand)
    ? operands('$cond', operand, 3, names)
    : conditionFields(operand, names)
  return (document, variables) => (isTruthy(test?.(document, variables)) ? yes : no)?.(document, variables)
}

function conditionFields(operand: unknown, names: Names): Compute[] {
  const fields = fieldsOf('$cond', operand, ['if', 'then', 'else'], [])
  return [fields.if, fields.then, fields.else].map((part) => compile(part, names))
}

function filter(operand: unknown, names: Names): Compute {
  const fields = fieldsOf('$filter', operand, ['input', 'cond'], ['as'])
  const as = fields.as === undefined ? 'this' : String(fields.as)
  const input = compile(fields.input, names)
  const cond = compile(fields.cond, { ...names, variables: new Set([...names.variables, as]) })
  return (document, variables) => {
    const value = input(document, variables) ?? null
    if (value === null) return null
    if (!Array.isArray(value)) throw location(28651, 'input to $filter must be an array')
    return value.filter((element) => {
      checkDeadline()
      return isTruthy(cond(document, { ...variables, [as]: element }))
    })
  }
}

function folding(name: string, calculate: (a: number, b: number) => number): Maker {
  return (operand, names) => {
    const parts = listed(operand, names)
    return (document, variables) => {
      const numbers = parts.map((part) => numberOf(name, part(document, variables)))
      const [first, ...rest] = numbers
      if (first === undefined || numbers.includes(null))
        return first === undefined ? Number(name === '$multiply') : null
      return rest.reduce<number>((result, number) => exact(calculate(result, number ?? 0)), first ?? 0)
    }
  }
}

function pairing(name: string, calculate: (a: number, b: number) => number): Maker {
  return (operand, names) => {
    const [left, right] = operands(name, operand, 2, names)
    return (document, variables) => {
      const a = numberOf(name, left?.(document, variables))
      const b = numberOf(name, right?.(document, variables))
      return a === null || b === null ? null : exact(calculate(a, b))
    }
  }
}

/** @returns null for null or a missing value */
function numberOf(name: string, value: unknown): number | null {
  if (value === undefined || value === null) return null
  if (isNumeric(value)) return exactNumber(value)
  if (value instanceof Date) throw notSupported(`${name} of a date`)
  throw new MongoError('TypeMismatch', `${name} only supports numeric types`)
}

/** A number for a computation. @throws NotImplemented for a decimal, and a long that JavaScript cannot represent */
export function exactNumber(value: number | Long | Double | Int32 | Decimal128): number {
  if (typeof value === 'number') return value
  if (value instanceof Decimal128) throw notSupported('computing with Decimal128')
  return value instanceof Long ? exact(value.toNumber()) : value.value
}

/** @throws NotImplemented for a whole number beyond 2^53, whose last digits may be wrong */
export function exact(result: number): number {
  if (Number.isInteger(result) && !Number.isSafeInteger(result)) {
    throw notSupported('computing with whole numbers beyond 2^53')
  }
  return result
}
