import { type Doc, isDoc } from '../bson/types.js'
import { MongoError, unknownName } from '../errors.js'

/** Computes a value from a document and the values of variables; undefined stands for a missing value. */
export type Compute = (document: Doc, variables: Doc) => unknown

/** What an expression may refer to. */
export interface Names {
  variables: ReadonlySet<string>
  /** False where no document exists yet. */
  hasFields: boolean
}

/** Compiles the operand of an operator. */
export type Maker = (operand: unknown, names: Names) => Compute

/** The named arguments of an operator. */
export function fieldsOf(name: string, operand: unknown, required: string[], optional: string[]): Doc {
  const fields = isDoc(operand) ? operand : {}
  const missing = required.find((key) => !Object.hasOwn(fields, key))
  if (missing) throw new MongoError('FailedToParse', `${name} needs the argument '${missing}'`)
  const unknown = Object.keys(fields).find((key) => !required.includes(key) && !optional.includes(key))
  if (unknown) throw unknownName(`argument of ${name}`, unknown, 'FailedToParse')
  return fields
}
