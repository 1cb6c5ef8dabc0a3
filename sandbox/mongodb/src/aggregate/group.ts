import { compareValues } from '../bson/compare.js'
import { type Doc, isDoc, isNumeric, setField } from '../bson/types.js'
import { MongoError, unknownName } from '../errors.js'
import { encodeValue } from '../index/key-encoding.js'
import { exact, exactNumber, expressionOf } from '../query/expression.js'
import type { StageMaker } from './stage.js'

/** Accumulates one value of a group. */
interface Gatherer {
  add: (document: Doc) => void
  result: () => unknown
}

type GathererMaker = (value: (document: Doc) => unknown) => Gatherer

/** The accumulators. None buffers documents. */
const GATHERERS: Record<string, GathererMaker> = {
  $sum: (value) => {
    let sum = 0
    return { add: (document) => (sum = exact(sum + numberOr(value(document), 0))), result: () => sum }
  },
  $avg: (value) => {
    let [sum, count] = [0, 0]
    return {
      add: (document) => {
        const number = numberOr(value(document), undefined)
        if (number === undefined) return
        sum = exact(sum + number)
        count++
      },
      result: () => (count > 0 ? sum / count : null),
    }
  },
  $count: () => {
    let count = 0
    return { add: () => count++, result: () => count }
  },
  $min: (value) => extreme(value, -1),
  $max: (value) => extreme(value, 1),
  $first: (value) => {
    let first: { value: unknown } | undefined
    return { add: (document) => (first ??= { value: value(document) }), result: () => first?.value ?? null }
  },
  $last: (value) => {
    let last: unknown
    return { add: (document) => (last = value(document)), result: () => last ?? null }
  },
  $push: (value) => {
    const values: unknown[] = []
    return {
      add: (document) => {
        const item = value(document)
        if (item !== undefined) values.push(item)
      },
      result: () => values,
    }
  },
  $addToSet: (value) => {
    const values = new Map<string, unknown>()
    return {
      add: (document) => {
        const item = value(document)
        if (item !== undefined) values.set(encodeValue(item).toString('latin1'), item)
      },
      result: () => [...values.values()],
    }
  },
}

function extreme(value: (document: Doc) => unknown, sign: 1 | -1): Gatherer {
  let best: unknown
  return {
    add: (document) => {
      const item = value(document)
      if (item === undefined || item === null) return
      if (best === undefined || compareValues(item, best) * sign > 0) best = item
    },
    result: () => best ?? null,
  }
}

function numberOr<T>(value: unknown, otherwise: T): number | T {
  return isNumeric(value) ? exactNumber(value) : otherwise
}

export const groupStage: StageMaker = (spec, variables) => {
  if (!isDoc(spec))
    throw new MongoError({ code: 15947, name: 'Location15947' }, "a group's fields must be specified in an object")
  if (!Object.hasOwn(spec, '_id'))
    throw new MongoError({ code: 15955, name: 'Location15955' }, 'a group specification must include an _id')
  const idOf = expressionOf(spec._id, variables)
  const fields = Object.entries(spec)
    .filter(([name]) => name !== '_id')
    .map(([name, accumulator]) => ({ name, make: gathererOf(name, accumulator, variables) }))
  return (next) => {
    const groups = new Map<string, { id: unknown; gatherers: Gatherer[] }>()
    return {
      push: (document) => {
        const id = idOf(document)
        const key = typeof id === 'string' ? id : groupKey(id)
        let group = groups.get(key)
        if (!group) {
          group = { id: id ?? null, gatherers: fields.map(({ make }) => make()) }
          groups.set(key, group)
        }
        for (const gatherer of group.gatherers) gatherer.add(document)
      },
      end: () => {
        for (const { id, gatherers } of groups.values()) {
          const made: Doc = { _id: id }
          fields.forEach(({ name }, i) => {
            setField(made, name, gatherers[i]?.result())
          })
          next(made)
        }
        return []
      },
    }
  }
}

/** The zero byte separates it from strings, which are their own keys. */
function groupKey(id: unknown): string {
  return `\0${encodeValue(id).toString('latin1')}`
}

function gathererOf(name: string, spec: unknown, variables: Doc): () => Gatherer {
  const operator = isDoc(spec) ? Object.keys(spec)[0] : undefined
  if (!isDoc(spec) || operator === undefined || Object.keys(spec).length !== 1) {
    throw new MongoError({ code: 40234, name: 'Location40234' }, `The field '${name}' must be an accumulator object`)
  }
  if (name.includes('.'))
    throw new MongoError({ code: 40235, name: 'Location40235' }, `The field name '${name}' cannot contain '.'`)
  const operand = spec[operator]
  const make = Object.hasOwn(GATHERERS, operator) ? GATHERERS[operator] : undefined
  if (!make) throw unknownName('group operator', operator, { code: 15952, name: 'Location15952' })
  const value = expressionOf(operand, variables)
  return () => make(value)
}
