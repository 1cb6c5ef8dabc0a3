import { ObjectId } from 'bson'
import { clone, isRegex } from '../bson/codec.js'
import { equalValues } from '../bson/compare.js'
import { type Doc, isDoc } from '../bson/types.js'
import { MongoError } from '../errors.js'
import { isOperatorDoc } from '../query/match.js'
import { OPERATORS } from './operators.js'
import { type Positions, parseArrayFilters, removeAt, resolvePaths, setAt, valueAt } from './paths.js'
import { updateByPipeline } from './pipeline.js'

/** Computes a changed copy of a document. */
export interface Update {
  isReplacement: boolean
  /** @throws ImmutableField when the _id would change */
  apply: (document: Doc, context: { filter: Doc; isInsert: boolean; now: Date }) => Doc
}

/**
 * Parses the update of an update or findAndModify command: operators, a replacement or a pipeline.
 *
 * mingo's updater lacks $setOnInsert, the positional $, BSON's number types and conflict detection, so only the pipeline uses
 * mingo.
 * @throws FailedToParse, ConflictingUpdateOperators and others, before any change
 */
export function parseUpdate(update: unknown, arrayFilters: unknown, variables?: Doc): Update {
  if (Array.isArray(update)) {
    if (arrayFilters !== undefined)
      throw new MongoError('FailedToParse', 'arrayFilters may not be specified for pipeline-syle updates')
    const run = updateByPipeline(update, variables)
    return { isReplacement: false, apply: (document) => keepingId(document, run(document)) }
  }
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
  const filters = parseArrayFilters(arrayFilters)
  checkFiltersUsed(filters, steps)
  return {
    isReplacement: false,
    apply: (document, { filter, isInsert, now }) => {
      const changed = clone(document)
      const positions = { filter, arrayFilters: filters }
      for (const step of steps) applyStep(changed, step, { positions, isInsert, now })
      return keepingId(document, changed)
    },
  }
}

interface Step {
  operator: string
  path: string
  operand: unknown
}

function parseOperators(update: Doc): Step[] {
  const steps: Step[] = []
  for (const [operator, fields] of Object.entries(update)) {
    if (operator !== '$rename' && !Object.hasOwn(OPERATORS, operator)) {
      throw new MongoError(
        'FailedToParse',
        `Unknown modifier: ${operator}. Expected a valid update modifier or pipeline-style update specified as an array`,
      )
    }
    if (!isDoc(fields))
      throw new MongoError(
        'FailedToParse',
        `Modifiers operate on fields but we found type ${typeof fields} instead. For example: {$mod: {<field>: ...}} not {${operator}: ${JSON.stringify(fields)}}`,
      )
    for (const [path, operand] of Object.entries(fields)) {
      checkPath(path)
      steps.push({ operator, path, operand })
    }
  }
  const touched = steps.flatMap(({ operator, path, operand }) =>
    operator === '$rename' ? [path, renameTarget(path, operand)] : [path],
  )
  checkConflicts(touched)
  return steps
}

function checkPath(path: string): void {
  if (path === '' || path.split('.').includes('')) {
    throw new MongoError(
      { code: 56, name: 'EmptyFieldName' },
      `The update path '${path}' contains an empty field name, which is not allowed.`,
    )
  }
  const wrong = path
    .split('.')
    .find((part, i) => part.startsWith('$') && (i === 0 || !(part === '$' || /^\$\[[^\]]*\]$/.test(part))))
  if (wrong)
    throw new MongoError(
      'DollarPrefixedFieldName',
      `The dollar ($) prefixed field '${wrong}' in '${path}' is not valid for storage.`,
    )
}

function renameTarget(path: string, operand: unknown): string {
  if (typeof operand !== 'string')
    throw new MongoError('BadValue', `The 'to' field for $rename must be a string: ${path}: ${JSON.stringify(operand)}`)
  checkPath(operand)
  return operand
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

function checkFiltersUsed(filters: Map<string, unknown>, steps: Step[]): void {
  for (const name of filters.keys()) {
    if (!steps.some(({ path }) => path.includes(`$[${name}]`))) {
      throw new MongoError('FailedToParse', `The array filter for identifier '${name}' was not used in the update`)
    }
  }
}

function applyStep(
  document: Doc,
  { operator, path, operand }: Step,
  context: { positions: Positions; isInsert: boolean; now: Date },
): void {
  if (operator === '$setOnInsert' && !context.isInsert) return
  if (operator === '$rename') {
    rename(document, path, String(operand))
    return
  }
  const apply = OPERATORS[operator]
  if (!apply) return
  for (const target of resolvePaths(document, path, context.positions)) {
    const before = valueAt(document, target)
    const after = apply(before, operand, { path: target.join('.'), id: document._id, now: context.now })
    if (after === undefined) {
      if (before !== undefined) removeAt(document, target)
    } else if (after !== before) setAt(document, target, after)
  }
}

function rename(document: Doc, path: string, target: string): void {
  const value = valueAt(document, path.split('.'))
  if (value === undefined) return
  removeAt(document, path.split('.'))
  setAt(document, target.split('.'), value)
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
 */
export function documentToUpsert(update: Update, filter: Doc, now: Date): Doc {
  const base: Doc = {}
  fillFromFilter(base, filter)
  const start = update.isReplacement ? (base._id === undefined ? {} : { _id: base._id }) : base
  const made = update.apply(start, { filter, isInsert: true, now })
  return withId(made)
}

/** A document with its _id first; creates a missing _id. */
export function withId(document: Doc): Doc {
  const { _id: id, ...rest } = document
  return { _id: id === undefined ? new ObjectId() : id, ...rest }
}

function fillFromFilter(base: Doc, filter: Doc): void {
  for (const [key, condition] of Object.entries(filter)) {
    if (key === '$and' && Array.isArray(condition))
      for (const branch of condition) if (isDoc(branch)) fillFromFilter(base, branch)
    if (key === '$or' && Array.isArray(condition) && condition.length === 1 && isDoc(condition[0]))
      fillFromFilter(base, condition[0])
    if (key.startsWith('$') || isRegex(condition)) continue
    if (!isOperatorDoc(condition)) setAt(base, key.split('.'), clone(condition))
    else if (Object.hasOwn(condition, '$eq')) setAt(base, key.split('.'), clone(condition.$eq))
    else if (Array.isArray(condition.$all) && condition.$all.length === 1)
      setAt(base, key.split('.'), clone(condition.$all[0]))
  }
}
