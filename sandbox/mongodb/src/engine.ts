import type { Logger } from '@setrum/process'
import { Cursors } from './cursors.js'
import { Catalog } from './storage/catalog.js'
import { Records } from './storage/records.js'
import { Store, type StoreOptions } from './storage/store.js'

/** The parts that commands work with. */
export interface Engine {
  store: Store
  catalog: Catalog
  records: Records
  cursors: Cursors
  logger: Logger
  startedAt: Date
}

export function openEngine(options: StoreOptions, logger: Logger): Engine {
  const store = new Store(options)
  const catalog = new Catalog(store)
  return { store, catalog, records: new Records(store, catalog), cursors: new Cursors(), logger, startedAt: new Date() }
}
