import { decodePlain } from '../../bson/codec.js'
import type { Engine } from '../../engine.js'
import { type FindRequest, find } from '../../query/find.js'
import { compileMatcher } from '../../query/match.js'
import { type Found, PAUSE } from '../../query/scan.js'
import type { Collection } from '../../storage/catalog.js'

/** Documents per commit of an updateMany or deleteMany. */
const MANY_STEP = 500

/** Changes all matches, in several commits. Changes no document twice. */
export async function changeMany(
  engine: Engine,
  db: string,
  name: string,
  request: FindRequest,
  changeOne: (collection: Collection, found: Found) => void,
): Promise<void> {
  const seen = new Set<number>()
  const collection = engine.catalog.find(db, name)
  if (!collection) return
  const matches = compileMatcher(request.filter)
  const all = find(engine, collection, request)
  let isDone = false
  while (!isDone) {
    await engine.store.write(() => {
      if (engine.catalog.find(db, name) !== collection) {
        isDone = true
        return
      }
      for (let i = 0; i < MANY_STEP; i++) {
        const { value, done } = all.next()
        if (done) {
          isDone = true
          return
        }
        if (value === PAUSE || seen.has(value.id)) continue
        // The scan may have read an older state: match the current one.
        const raw = engine.records.read(collection, value.id)
        if (!raw || (!raw.equals(value.raw) && !matches(decodePlain(raw)))) continue
        seen.add(value.id)
        changeOne(collection, { id: value.id, raw })
      }
    })
  }
}
