import { checkLimits, type Limits } from '../../cursors.js'
import type { Engine } from '../../engine.js'
import { withDeadline } from '../../query/deadline.js'
import { type FindRequest, find } from '../../query/find.js'
import { compileMatcher, decoderFor } from '../../query/match.js'
import { type Found, PAUSE } from '../../query/scan.js'
import type { Collection } from '../../storage/catalog.js'

/** Duration of one commit of an updateMany or deleteMany, because readers wait meanwhile. */
const STEP_MS = 25

/**
 * Changes all matches, in several commits. Changes no document twice.
 * @throws MaxTimeMSExpired, ClientDisconnect; earlier commits stay, as in MongoDB
 */
export async function changeMany(
  engine: Engine,
  db: string,
  name: string,
  request: FindRequest,
  changeOne: (collection: Collection, found: Found) => void,
  limits: Limits,
): Promise<void> {
  const seen = new Set<number>()
  const collection = engine.catalog.find(db, name)
  if (!collection) return
  const matches = compileMatcher(request.filter, request.variables)
  const decodeFound = decoderFor(request.filter)
  const all = find(engine, collection, request)
  let isDone = false
  while (!isDone) {
    checkLimits(limits)
    await engine.store.write(() => {
      if (engine.catalog.find(db, name) !== collection) {
        isDone = true
        return
      }
      const stepEnds = performance.now() + STEP_MS
      while (performance.now() < stepEnds) {
        const { value, done } = withDeadline(limits.deadline, () => all.next())
        if (done) {
          isDone = true
          return
        }
        if (value === PAUSE || seen.has(value.id)) continue
        // The scan may have read an older state: match the current one.
        const raw = engine.records.read(collection, value.id)
        if (!raw || (!raw.equals(value.raw) && !matches(decodeFound(raw)))) continue
        seen.add(value.id)
        changeOne(collection, { id: value.id, raw })
      }
    })
  }
}
