import { type Doc, isDoc } from '../bson/types.js'
import { location, MongoError, notSupported, unknownName } from '../errors.js'
import { compileMatcher, needsNumberTypes } from '../query/match.js'
import { PAUSE } from '../query/scan.js'
import { parseSort, Sorter, sortKeys } from '../query/sort.js'
import { DOCUMENT_STAGES } from './document-stages.js'
import { groupStage } from './group.js'
import { readStageNumber } from './pushdown.js'
import type { Sink, Stage, StageMaker } from './stage.js'

const matchStage: StageMaker = (spec, variables) => {
  if (!isDoc(spec)) throw location(15959, 'the match filter must be an expression in an object')
  if (needsNumberTypes(spec)) throw notSupported('$type of int, long or double after other stages')
  const matches = compileMatcher(spec, variables)
  return (next) => ({
    push: (document) => {
      if (matches(document)) next(document)
    },
  })
}

const sortStage: StageMaker = (spec) => {
  if (!isDoc(spec) || Object.keys(spec).length === 0)
    throw new MongoError({ code: 15976, name: 'Location15976' }, '$sort stage must have at least one sort key')
  const sort = parseSort(spec)
  const keys = sortKeys(sort)
  return (next) => {
    const sorter = new Sorter<Doc>(sort)
    return {
      push: (document) => sorter.add(keys(document), document, 500),
      end: () => {
        for (const document of sorter.sorted()) next(document)
        return []
      },
    }
  }
}

const limitStage: StageMaker = (spec) => {
  const limit = readStageNumber(spec, '$limit', 1)
  return (next) => {
    let seen = 0
    return {
      push: (document) => {
        if (seen++ < limit) next(document)
      },
      isFull: () => seen >= limit,
    }
  }
}

const skipStage: StageMaker = (spec) => {
  const skip = readStageNumber(spec, '$skip', 0)
  return (next) => {
    let seen = 0
    return {
      push: (document) => {
        if (seen++ >= skip) next(document)
      },
    }
  }
}

const countStage: StageMaker = (spec) => {
  if (typeof spec !== 'string' || spec === '' || spec.startsWith('$') || spec.includes('.')) {
    throw new MongoError({ code: 40156, name: 'Location40156' }, 'the count field must be a non-empty string')
  }
  return (next) => {
    let count = 0
    return {
      push: () => count++,
      end: () => {
        if (count > 0) next({ [spec]: count })
        return []
      },
    }
  }
}

const STAGES: Record<string, StageMaker> = {
  $match: matchStage,
  $sort: sortStage,
  $limit: limitStage,
  $skip: skipStage,
  $count: countStage,
  $group: groupStage,
  ...DOCUMENT_STAGES,
}

/** @throws for an unknown stage */
export function createStage(stage: unknown, variables: Doc): (next: Sink) => Stage {
  const name = isDoc(stage) ? Object.keys(stage)[0] : undefined
  if (!isDoc(stage) || name === undefined || Object.keys(stage).length !== 1) {
    throw new MongoError(
      { code: 40323, name: 'Location40323' },
      'A pipeline stage specification object must contain exactly one field.',
    )
  }
  const make = Object.hasOwn(STAGES, name) ? STAGES[name] : undefined
  if (!make) throw unknownName('pipeline stage', name, 'UnknownStage')
  return make(stage[name], variables)
}

/** Combines several stages into one. */
export function chainStages(makers: ((next: Sink) => Stage)[], last: Sink): Stage {
  const stages: Stage[] = []
  let next = last
  for (const make of [...makers].reverse()) {
    const stage = make(next)
    stages.unshift(stage)
    next = (document) => {
      if (!stage.isFull?.()) stage.push(document)
    }
  }
  return {
    push: next,
    *end() {
      for (const stage of stages) {
        yield* stage.end?.() ?? []
        yield PAUSE
      }
    },
    // A full stage stops the stages before it only if none of them buffers documents until the end.
    isFull: () => {
      const full = stages.findIndex((stage) => stage.isFull?.())
      return full >= 0 && stages.slice(0, full).every((stage) => !stage.end)
    },
  }
}
