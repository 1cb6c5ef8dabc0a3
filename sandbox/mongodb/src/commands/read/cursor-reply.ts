import { encode } from '../../bson/codec.js'
import { arrayOf, documentOf, embedded } from '../../bson/raw.js'
import type { Doc } from '../../bson/types.js'
import type { Batch } from '../../cursors.js'
import type { Engine } from '../../engine.js'
import { countField, docField } from '../fields.js'

/** Default size of a first batch. */
export const FIRST_BATCH = 101

/** `{ cursor: { firstBatch: […], id, ns }, ok: 1 }` with documents as stored BSON. */
export function cursorReply(batchName: 'firstBatch' | 'nextBatch', ns: string, { id, documents }: Batch): Buffer {
  const rest = encode({ id, ns })
  const cursor = documentOf([embedded(0x04, batchName, arrayOf(documents)), rest.subarray(4, -1)])
  return documentOf([embedded(0x03, 'cursor', cursor), encode({ ok: 1 }).subarray(4, -1)])
}

/** Returns a list as a cursor. */
export async function listReply(engine: Engine, ns: string, listed: Doc[], body: Doc): Promise<Buffer> {
  const batchSize = countField(docField(body, 'cursor'), 'batchSize') ?? Math.max(listed.length, FIRST_BATCH)
  const results = listed.map(encode).values()
  const batch = await engine.cursors.first(results, ns, {
    batchSize,
    isSingle: false,
    limits: { deadline: Number.POSITIVE_INFINITY, isCancelled: () => false },
  })
  return cursorReply('firstBatch', ns, batch)
}
