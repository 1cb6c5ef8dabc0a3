import type { Logger } from '@setrum/service-runtime'
import { Cursors } from './cursors.js'
import { Catalog } from './storage/catalog.js'
import { Records } from './storage/records.js'
import { Retries } from './storage/retries.js'
import { Store, type StoreOptions } from './storage/store.js'

/** The parts that commands work with. */
export interface Engine {
  store: Store
  catalog: Catalog
  records: Records
  retries: Retries
  cursors: Cursors
  logger: Logger
  /** Where it listens, as host:port; known once it does. */
  address: string
}

export function openEngine(options: StoreOptions, logger: Logger): Engine {
  const store = new Store(options)
  const catalog = new Catalog(store)
  return {
    store,
    catalog,
    records: new Records(store, catalog),
    retries: new Retries(store),
    cursors: new Cursors(),
    logger,
    address: '',
  }
}
