import type { Logger } from '@setrum/service-runtime'
import { Cursors } from './cursors.js'
import { Catalog } from './storage/catalog.js'
import { Records } from './storage/records.js'
import { RetryableWrites } from './storage/retryable-writes.js'
import { Store, type StoreOptions } from './storage/store.js'

/** Everything that commands use. */
export interface Engine {
  store: Store
  catalog: Catalog
  records: Records
  retryableWrites: RetryableWrites
  cursors: Cursors
  logger: Logger
  /** host:port, set once it listens. */
  address: string
}

export function openEngine(options: StoreOptions, logger: Logger): Engine {
  const store = new Store(options)
  const catalog = new Catalog(store)
  return {
    store,
    catalog,
    records: new Records(store, catalog),
    retryableWrites: new RetryableWrites(store),
    cursors: new Cursors(),
    logger,
    address: '',
  }
}
