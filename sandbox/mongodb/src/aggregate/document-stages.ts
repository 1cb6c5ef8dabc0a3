import { type Doc, isDoc } from '../bson/types.js'
import { location } from '../errors.js'
import { addFieldsStage, projectStage, unsetStage } from '../query/projection.js'
import type { StageMaker } from './stage.js'

const addFields = perDocument((spec, variables) => addFieldsStage(objectOf('$addFields', spec), variables))

/** Stages that make one document of each document. */
export const DOCUMENT_STAGES: Record<string, StageMaker> = {
  $addFields: addFields,
  $set: addFields,
  $project: perDocument((spec, variables) => projectStage(objectOf('$project', spec), variables)),
  $unset: perDocument((spec) => {
    const paths = Array.isArray(spec) ? spec : [spec]
    if (paths.length > 0 && paths.every((path) => typeof path === 'string')) return unsetStage(paths)
    throw location(31002, '$unset specification must be a string or an array')
  }),
}

function perDocument(compile: (spec: unknown, variables: Doc) => (document: Doc) => Doc): StageMaker {
  return (spec, variables) => {
    const change = compile(spec, variables)
    return (next) => ({ push: (document) => next(change(document)) })
  }
}

function objectOf(name: string, spec: unknown): Doc {
  if (isDoc(spec)) return spec
  throw location(40272, `${name} specification stage must be an object, got ${typeof spec}`)
}
