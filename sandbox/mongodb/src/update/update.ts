import { ObjectId } from 'bson'
import { clone, isRegex } from '../bson/codec.js'
import { compareStrings, equalValues } from '../bson/compare.js'
import { type Doc, isDoc } from '../bson/types.js'
import { MongoError, notSupported, unknownName } from '../errors.js'
import { isOperatorDoc } from '../query/match.js'
import { OPERATORS, type Operator } from './operators.js'
import { removeAt, setAt, valueAt } from './paths.js'

/** Computes a changed copy of a document. */
export interface Update {
  isReplacement: boolean
  /** @throws ImmutableField when the _id would change */
  apply: (document: Doc, options?: { isInsert?: boolean }) => Doc
}

/**
 * Parses the update of an update or findAndModify command: operators or a replacement.
 * @throws FailedToParse, ConflictingUpdateOperators and others, before any change
 */
export function parseUpdate(update: unknown, arrayFilters: unknown): Update {
  if (arrayFilters !== undefined) throw notSupported('arrayFilters')
  if (Array.isArray(update)) throw notSupported('updates by a pipeline')
  if (!isDoc(update)) throw new MongoError('FailedToParse', 'Update argument must be either an object or an array')
  const isModifying = Object.keys(update)[0]?.startsWith('$') === true
  if (!isModifying) {
    const operator = Object.keys(update).find((key) => key.startsWith('$'))
    if (operator)
      throw new MongoError(
        'DollarPrefixedFieldName',
        `The dollar ($) prefixed field '${operator}' in '${operator}' is not allowed in the context of an update's replacement document.`,
      )
    return { isReplacement: true, apply: (document) => replaced(document, update) }
  }
  const steps = parseOperators(update)
  return {
    isReplacement: false,
    apply: (document, { isInsert = false } = {}) => {
      const changed = clone(document)
      for (const step of steps) if (isInsert || step.operator !== '$setOnInsert') applyStep(changed, step)
      return keepingId(document, changed)
    },
  }
}

interface Step {
  operator: string
  apply: Operator
  path: string
  parts: string[]
  operand: unknown
}

/** The changes in MongoDB's order, which determines the order of new fields: by path, not as written. */
function parseOperators(update: Doc): Step[] {
  const steps: Step[] = []
  for (const [operator, fields] of Object.entries(update)) {
    const apply = Object.hasOwn(OPERATORS, operator) ? OPERATORS[operator] : undefined
    if (!apply) throw unknownName('modifier', operator, 'FailedToParse')
    if (!isDoc(fields))
      throw new MongoError(
        'FailedToParse',
        `Modifiers operate on fields but we found type ${typeof fields} instead. For example: {$mod: {<field>: ...}} not {${operator}: ${JSON.stringify(fields)}}`,
      )
    for (const [path, operand] of Object.entries(fields)) {
      checkPath(path)
      steps.push({ operator, apply, path, parts: path.split('.'), operand })
    }
  }
  checkConflicts(steps.map(({ path }) => path))
  return steps.sort((a, b) => comparePaths(a.parts, b.parts))
}

function checkPath(path: string): void {
  const parts = path.split('.')
  if (parts.includes('')) {
    throw new MongoError(
      { code: 56, name: 'EmptyFieldName' },
      `The update path '${path}' contains an empty field name, which is not allowed.`,
    )
  }
  const wrong = parts.find((part) => part.startsWith('$'))
  if (wrong === undefined) return
  if (wrong === '$' || wrong.startsWith('$[')) throw notSupported(`the positional '${wrong}' in an update`)
  throw notSupported(`the field name '${wrong}' in an update`, 'DollarPrefixedFieldName')
}

/** Field by field; numbers, which may be positions in an array, by their value. */
function comparePaths(a: string[], b: string[]): number {
  const at = a.findIndex((part, i) => part !== b[i])
  const [x = '', y = ''] = [a[at], b[at]]
  const isNumber = /^\d+$/
  return (isNumber.test(x) && isNumber.test(y) && Number(x) - Number(y)) || compareStrings(x, y)
}

function checkConflicts(paths: string[]): void {
  const sorted = [...paths].sort()
  for (let i = 1; i < sorted.length; i++) {
    const [a = '', b = ''] = [sorted[i - 1], sorted[i]]
    const inner = paths.find((path) => path !== a && path.startsWith(`${a}.`))
    if (a === b || inner) {
      throw new MongoError(
        'ConflictingUpdateOperators',
        `Updating the path '${inner ?? b}' would create a conflict at '${a}'`,
      )
    }
  }
}

function applyStep(document: Doc, { apply, path, parts, operand }: Step): void {
  const before = valueAt(document, parts)
  const after = apply(before, operand, { path, id: document._id })
  if (after === undefined) {
    if (before !== undefined) removeAt(document, parts)
  } else if (after !== before) setAt(document, parts, after)
}

function replaced(document: Doc, replacement: Doc): Doc {
  const id = document._id
  if (Object.hasOwn(replacement, '_id') && id !== undefined && !equalValues(replacement._id, id))
    throw changedId(replacement._id)
  const first = id === undefined ? replacement._id : id
  return first === undefined ? clone(replacement) : { _id: first, ...without(clone(replacement), '_id') }
}

function without(document: Doc, key: string): Doc {
  const { [key]: _, ...rest } = document
  return rest
}

function keepingId(before: Doc, after: Doc): Doc {
  const id = before._id
  if (id === undefined || (after._id !== undefined && equalValues(after._id, id))) return after
  throw new MongoError(
    'ImmutableField',
    "Performing an update on the path '_id' would modify the immutable field '_id'",
  )
}

function changedId(id: unknown): MongoError {
  return new MongoError(
    'ImmutableField',
    `After applying the update, the (immutable) field '_id' was found to have been altered to _id: ${JSON.stringify(id)}`,
  )
}

/**
 * The document that an upsert inserts: the filter's equality conditions with the update applied, and an _id.
 * @throws NotSingleValueField when several conditions concern one field
 */
export function documentToUpsert(update: Update, filter: Doc): Doc {
  const base: Doc = {}
  const equalities = [...equalitiesOf(filter)].filter(([path]) => !update.isReplacement || path === '_id')
  checkInferred(equalities.map(([path]) => path))
  // By path, as MongoDB does.
  equalities.sort(([a], [b]) => compareStrings(a, b))
  for (const [path, value] of equalities) setAt(base, path.split('.'), clone(value))
  return withId(update.apply(base, { isInsert: true }))
}

/** A document with its _id first; creates a missing _id. */
function withId(document: Doc): Doc {
  const { _id: id, ...rest } = document
  return { _id: id === undefined ? new ObjectId() : id, ...rest }
}

function* equalitiesOf(filter: Doc): Generator<[string, unknown]> {
  for (const [key, condition] of Object.entries(filter)) {
    if (Array.isArray(condition) && (key === '$and' || (key === '$or' && condition.length === 1)))
      for (const branch of condition) if (isDoc(branch)) yield* equalitiesOf(branch)
    if (key.startsWith('$') || isRegex(condition)) continue
    if (!isOperatorDoc(condition)) yield [key, condition]
    else if (Object.hasOwn(condition, '$eq')) yield [key, condition.$eq]
  }
}

function checkInferred(paths: string[]): void {
  for (const [i, path] of paths.entries()) {
    if (paths.indexOf(path) !== i)
      throw new MongoError('NotSingleValueField', `cannot infer query fields to set, path '${path}' is matched twice`)
    const inner = paths.find((other) => other.startsWith(`${path}.`))
    if (inner)
      throw new MongoError(
        'NotSingleValueField',
        `cannot infer query fields to set, both paths '${path}' and '${inner}' are matched`,
      )
  }
}
