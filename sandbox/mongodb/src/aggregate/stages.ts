import { type Doc, isDoc } from '../bson/types.js'
import { MongoError, notSupported } from '../errors.js'
import { expressionOf } from '../query/expression.js'
import { compileMatcher } from '../query/match.js'
import { PAUSE } from '../query/scan.js'
import { parseSort, Sorter, sortKeys } from '../query/sort.js'
import { DOCUMENT_STAGES, documentStage } from './document-stages.js'
import { groupStage } from './group.js'
import { lookupStage, unionWithStage } from './lookup.js'
import { readStageNumber } from './pushdown.js'
import type { Sink, Stage, StageContext, StageMaker } from './stage.js'
import { unwindStage } from './unwind.js'

const matchStage: StageMaker = (spec, { variables }) => {
  if (!isDoc(spec))
    throw new MongoError({ code: 15959, name: 'Location15959' }, 'the match filter must be an expression in an object')
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

const sortByCountStage: StageMaker = (spec, context) => {
  const group = groupStage({ _id: spec, count: { $sum: 1 } }, context)
  const sort = sortStage({ count: -1 }, context)
  return (next) => chainStages([group, sort], next)
}

const facetStage: StageMaker = (spec, context) => {
  if (!isDoc(spec) || Object.keys(spec).length === 0)
    throw new MongoError({ code: 40169, name: 'Location40169' }, 'the $facet specification must be a non-empty object')
  const branches = Object.entries(spec).map(([name, pipeline]) => {
    if (!Array.isArray(pipeline))
      throw new MongoError({ code: 40170, name: 'Location40170' }, `arguments to $facet must be arrays, ${name} is not`)
    const nested = pipeline.find(
      (stage) =>
        isDoc(stage) &&
        (Object.hasOwn(stage, '$facet') || Object.hasOwn(stage, '$out') || Object.hasOwn(stage, '$merge')),
    )
    if (nested)
      throw new MongoError(
        { code: 40600, name: 'Location40600' },
        `${Object.keys(nested)[0]} is not allowed to be used within a $facet stage`,
      )
    return { name, makers: pipeline.map((stage) => createStage(stage, context)) }
  })
  return (next) => {
    const running = branches.map(({ name, makers }) => {
      const documents: Doc[] = []
      return { name, documents, stage: chainStages(makers, (document) => documents.push(document)) }
    })
    return {
      push: (document) => {
        for (const { stage } of running) if (!stage.isFull?.()) stage.push(document)
      },
      *end() {
        for (const { stage } of running) yield* stage.end?.() ?? []
        next(Object.fromEntries(running.map(({ name, documents }) => [name, documents])))
      },
    }
  }
}

const sampleStage: StageMaker = (spec) => {
  const size = readStageNumber(isDoc(spec) ? spec.size : undefined, '$sample', 1)
  return (next) => {
    const kept: Doc[] = []
    let seen = 0
    return {
      push: (document) => {
        seen++
        if (kept.length < size) kept.push(document)
        else {
          const at = Math.floor(Math.random() * seen)
          if (at < size) kept[at] = document
        }
      },
      end: () => {
        for (const document of kept) next(document)
        return []
      },
    }
  }
}

const redactStage: StageMaker = (spec, { variables }) => {
  const decide = expressionOf(spec, variables)
  const redact = (document: Doc): Doc | undefined => {
    const decision = decide(document)
    if (decision === '$$KEEP') return document
    if (decision === '$$PRUNE') return undefined
    if (decision !== '$$DESCEND')
      throw new MongoError(
        { code: 17053, name: 'Location17053' },
        '$redact must resolve to $$DESCEND, $$KEEP or $$PRUNE',
      )
    return Object.fromEntries(Object.entries(document).flatMap(([key, value]) => descended(key, value)))
  }
  const descended = (key: string, value: unknown): [string, unknown][] => {
    if (Array.isArray(value))
      return [[key, value.flatMap((element) => (isDoc(element) ? (redact(element) ?? []) : [element]))]]
    if (!isDoc(value)) return [[key, value]]
    const kept = redact(value)
    return kept ? [[key, kept]] : []
  }
  return (next) => ({
    push: (document) => {
      const kept = redact(document)
      if (kept) next(kept)
    },
  })
}

const STAGES: Record<string, StageMaker> = {
  $match: matchStage,
  $sort: sortStage,
  $limit: limitStage,
  $skip: skipStage,
  $count: countStage,
  $group: groupStage,
  $unwind: unwindStage,
  $facet: facetStage,
  $lookup: lookupStage,
  $unionWith: unionWithStage,
  $sortByCount: sortByCountStage,
  $sample: sampleStage,
  $redact: redactStage,
}

const REFUSED = new Set([
  '$bucket',
  '$bucketAuto',
  '$changeStream',
  '$collStats',
  '$currentOp',
  '$densify',
  '$documents',
  '$fill',
  '$geoNear',
  '$graphLookup',
  '$indexStats',
  '$listSessions',
  '$merge',
  '$out',
  '$planCacheStats',
  '$search',
  '$setWindowFields',
])

/** @throws for an unknown stage */
export function createStage(stage: unknown, context: StageContext): (next: Sink) => Stage {
  const name = isDoc(stage) ? Object.keys(stage)[0] : undefined
  if (!isDoc(stage) || name === undefined || Object.keys(stage).length !== 1) {
    throw new MongoError(
      { code: 40323, name: 'Location40323' },
      'A pipeline stage specification object must contain exactly one field.',
    )
  }
  if (DOCUMENT_STAGES.has(name)) {
    const change = documentStage(name, stage[name], context.variables)
    return (next) => ({ push: (document) => next(change(document)) })
  }
  const make = Object.hasOwn(STAGES, name) ? STAGES[name] : undefined
  if (make) return make(stage[name], context)
  if (REFUSED.has(name)) throw notSupported(`The pipeline stage ${name}`, 'UnknownStage')
  throw new MongoError('UnknownStage', `Unrecognized pipeline stage name: '${name}'`)
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
