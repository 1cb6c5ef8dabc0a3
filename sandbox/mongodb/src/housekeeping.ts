import { decodePlain } from './bson/codec.js'
import type { Engine } from './engine.js'
import { find } from './query/find.js'
import { compileMatcher } from './query/match.js'
import { PAUSE } from './query/scan.js'
import type { Collection, Index } from './storage/catalog.js'

const REMOVED_AT_ONCE = 500

/**
 * What is done from time to time: documents that have expired are removed, cursors that nobody reads are closed, and
 * what is left of dropped collections is cleared away.
 * @returns how to stop it; it waits for what it is at
 */
export function startHousekeeping(engine: Engine, intervalMs: number): () => Promise<void> {
  let running: Promise<void> | undefined
  const timer = setInterval(() => {
    running ??= sweep(engine).finally(() => {
      running = undefined
    })
  }, intervalMs)
  timer.unref()
  return async () => {
    clearInterval(timer)
    await running
  }
}

async function sweep(engine: Engine): Promise<void> {
  try {
    engine.cursors.expire()
    await removeExpired(engine)
    await clearDropped(engine)
    await engine.store.write(() => engine.retries.expire())
  } catch (error) {
    engine.logger.error({ err: error }, 'housekeeping failed')
  }
}

async function removeExpired(engine: Engine): Promise<void> {
  for (const collection of engine.catalog.list()) {
    for (const index of collection.indexes) {
      if (index.expireAfterSeconds === undefined || index.isBuilding) continue
      while ((await removeSome(engine, collection, index, index.expireAfterSeconds)) === REMOVED_AT_ONCE);
    }
  }
}

function removeSome(engine: Engine, collection: Collection, index: Index, seconds: number): Promise<number> {
  return engine.store.write(() => {
    if (engine.catalog.find(collection.db, collection.name) !== collection) return 0
    const path = index.fields[0]?.path ?? ''
    const filter = { [path]: { $lte: new Date(Date.now() - seconds * 1000) } }
    const inIndex = index.partial ? compileMatcher(index.partial) : () => true
    let removed = 0
    for (const found of find(engine, collection, { filter, hint: index, limit: REMOVED_AT_ONCE })) {
      if (found === PAUSE || !inIndex(decodePlain(found.raw))) continue
      engine.records.remove(collection, found)
      removed++
    }
    return removed
  })
}

/** Removes documents and entries of what was dropped, some at a time. */
async function clearDropped(engine: Engine): Promise<void> {
  while (await engine.store.write(() => engine.catalog.clearSome(2000)));
}
