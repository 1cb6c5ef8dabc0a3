import { type Doc, isDoc } from '../bson/types.js'
import { MongoError } from '../errors.js'
import { matcherOf } from '../query/match.js'
import type { Index } from '../storage/catalog.js'
import { EMPTY_ARRAY, fitKey, KeyWriter } from './key-encoding.js'

export interface IndexKeys {
  /** Unique keys, prefixed with the index id, without a record id. */
  keys: Buffer[]
  /** The paths of the index on which the document has an array. */
  arrayPaths: readonly string[]
  isCut: boolean
}

const NO_KEYS: IndexKeys = { keys: [], arrayPaths: [], isCut: false }

const writer = new KeyWriter()

/**
 * The index keys of a document: one, or one for each element of an array on an indexed path. None if the index is sparse
 * and no path exists, or if it is partial and excludes the document.
 * @throws CannotIndexParallelArrays when two paths lead to different arrays
 */
export function indexKeys(index: Index, document: Doc): IndexKeys {
  if (index.partial && !matcherOf(index.partial)(document)) return NO_KEYS
  const found = index.fields.map(({ parts }) => valuesAt(document, parts))
  if (index.sparse && found.every(({ exists }) => !exists)) return NO_KEYS

  if (found.every(({ array }) => array === undefined)) {
    writer.reset().uint32(index.id)
    for (let i = 0; i < found.length; i++) writeField(index, i, found[i]?.values[0])
    const { key, isCut } = fitKey(writer.take())
    return { keys: [key], arrayPaths: [], isCut }
  }
  return multikeys(index, found)
}

function multikeys(index: Index, found: Found[]): IndexKeys {
  const arrayPaths = index.fields.filter((_, i) => found[i]?.array).map(({ path }) => path)
  const arrays = new Set(found.flatMap(({ array }) => (array ? [array] : [])))
  if (arrays.size > 1) {
    throw new MongoError('CannotIndexParallelArrays', `cannot index parallel arrays [${arrayPaths.join('] [')}]`)
  }
  const rows = Math.max(...found.map(({ values }) => values.length))
  const keys = new Map<string, Buffer>()
  let isCut = false
  for (let row = 0; row < rows; row++) {
    writer.reset().uint32(index.id)
    for (let i = 0; i < found.length; i++) {
      const { array, values } = found[i] ?? { array: undefined, values: [] }
      writeField(index, i, array ? values[row] : values[0])
    }
    const fitted = fitKey(writer.take())
    isCut ||= fitted.isCut
    keys.set(fitted.key.toString('latin1'), fitted.key)
  }
  return { keys: [...keys.values()], arrayPaths, isCut }
}

function writeField(index: Index, i: number, value: unknown): void {
  const start = writer.length
  writer.value(value)
  if (index.fields[i]?.direction === -1) writer.invertFrom(start)
}

interface Found {
  values: unknown[]
  exists: boolean
  /** The array on the path that contains the values, if any. */
  array: unknown[] | undefined
}

function valuesAt(document: Doc, parts: readonly string[]): Found {
  let value: unknown = document
  for (let i = 0; i < parts.length; i++) {
    const part = parts[i] ?? ''
    if (Array.isArray(value)) {
      const element = /^\d+$/.test(part) ? value[Number(part)] : undefined
      if (element === undefined) return acrossArray(value, parts.slice(i))
      value = element
    } else if (isDoc(value) && Object.hasOwn(value, part)) value = value[part]
    else return { values: [undefined], exists: false, array: undefined }
  }
  if (!Array.isArray(value)) return { values: [value], exists: true, array: undefined }
  return { values: value.length === 0 ? [EMPTY_ARRAY] : value, exists: true, array: value }
}

function acrossArray(array: unknown[], rest: readonly string[]): Found {
  if (array.length === 0) return { values: [undefined], exists: false, array }
  const found = array.map((element): Found => {
    return isDoc(element) ? valuesAt(element, rest) : { values: [undefined], exists: false, array: undefined }
  })
  const isNested = found.some((inner) => inner.array !== undefined)
  // Nested arrays are flattened; then the values of two paths no longer correspond.
  return {
    values: isNested ? found.flatMap(({ values }) => values) : found.map(({ values }) => values[0]),
    exists: found.some(({ exists }) => exists),
    array,
  }
}
