import { singleFlight } from '@setrum/service-runtime'
import { decodePlain } from './bson/codec.js'
import type { Engine } from './engine.js'
import { find } from './query/find.js'
import { compileMatcher } from './query/match.js'
import { PAUSE } from './query/scan.js'
import type { Collection, Index } from './storage/catalog.js'

const REMOVAL_BATCH = 500

/**
 * Periodically removes expired documents, idle cursors and the remains of dropped collections.
 * @returns a function that stops the tasks and waits for the running one
 */
export function startBackgroundTasks(engine: Engine, intervalMs: number): () => Promise<void> {
  const tasks = singleFlight(() => runTasks(engine))
  const timer = setInterval(() => void tasks.run(), intervalMs)
  timer.unref()
  return async () => {
    clearInterval(timer)
    await tasks.current()
  }
}

async function runTasks(engine: Engine): Promise<void> {
  try {
    engine.cursors.expire()
    await removeExpired(engine)
    await clearDropped(engine)
    await engine.store.write(() => engine.retryableWrites.expire())
  } catch (error) {
    engine.logger.error({ event: 'mongodb.background_task_failed', err: error }, 'background task failed')
  }
}

async function removeExpired(engine: Engine): Promise<void> {
  for (const collection of engine.catalog.list()) {
    for (const index of collection.indexes) {
      if (index.expireAfterSeconds === undefined || index.isBuilding) continue
      while ((await removeSome(engine, collection, index, index.expireAfterSeconds)) === REMOVAL_BATCH);
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
    for (const found of find(engine, collection, { filter, hint: index, limit: REMOVAL_BATCH })) {
      if (found === PAUSE || !inIndex(decodePlain(found.raw))) continue
      engine.records.remove(collection, found)
      removed++
    }
    return removed
  })
}

/** Removes documents and index entries of dropped collections in batches. */
async function clearDropped(engine: Engine): Promise<void> {
  while (await engine.store.write(() => engine.catalog.clearSome(2000)));
}
