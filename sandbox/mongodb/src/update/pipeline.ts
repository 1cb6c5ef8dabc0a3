import { documentStage } from '../aggregate/document-stages.js'
import { toPlainDoc } from '../bson/codec.js'
import { equalValues } from '../bson/compare.js'
import { type Doc, isDoc } from '../bson/types.js'
import { MongoError } from '../errors.js'
import { bsonType } from '../query/type-tests.js'

const ALLOWED = new Set(['$addFields', '$set', '$project', '$unset', '$replaceRoot', '$replaceWith'])

/** An update by a pipeline; unchanged fields keep their BSON types. */
export function updateByPipeline(pipeline: unknown[], variables?: Doc): (document: Doc) => Doc {
  const stages = pipeline.map((stage) => {
    const name = isDoc(stage) ? Object.keys(stage)[0] : undefined
    if (!isDoc(stage) || name === undefined || !ALLOWED.has(name)) {
      throw new MongoError('InvalidOptions', `${name ?? 'This'} is not allowed to be used within an update`)
    }
    return documentStage(name, stage[name], variables)
  })
  return (document) => {
    const changed = stages.reduce((current, stage) => stage(current), toPlainDoc(document))
    const kept = keepTypes(document, changed)
    return isDoc(kept) ? kept : changed
  }
}

function keepTypes(before: unknown, after: unknown): unknown {
  if (isDoc(before) && isDoc(after)) {
    const kept: Doc = {}
    for (const key of Object.keys(after)) if (after[key] !== undefined) kept[key] = keepTypes(before[key], after[key])
    return kept
  }
  if (Array.isArray(before) && Array.isArray(after)) return after.map((element, i) => keepTypes(before[i], element))
  return before !== undefined && bsonType(before) !== bsonType(after) && equalValues(before, after) ? before : after
}
