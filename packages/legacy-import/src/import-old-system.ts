import { MongoClient } from 'mongodb'
import { copyCollection } from './copy-collection.js'
import { COLLECTIONS, type CollectionName, reader } from './old-rows.js'
import { type Copied, type Counts, type Progress, progressOf } from './progress.js'

export interface ImportOptions {
  /** MongoDB URIs of the old system's databases, each with the database's name in it. Only read. */
  from: readonly string[]
  /** MongoDB URI of ours. */
  to: string
  /** `setrum_`: the databases are `setrum_users` and so on. */
  databasePrefix: string
  timeZone: string
  /** Called when an interrupted run is resumed: rows that it has read are not read again. */
  onResume: (name: CollectionName, isDone: boolean) => void
  onProgress: (name: CollectionName, counts: Counts, total: number) => void
}

/** The result for one collection of one source. */
export interface ImportReport {
  source: string
  name: CollectionName
  total: number
  copied: Copied
}

/**
 * Copies the three collections of the old system into ours. The subgraphs that own them interpret the rows: statuses by
 * product code, abandoned inquiries as EXPIRED, hours as HH:mm.
 * @throws when a source has no database in its URI, or when none of the collections is found in any
 */
export async function importOldSystem(options: ImportOptions): Promise<ImportReport[]> {
  const target = await MongoClient.connect(options.to)
  try {
    const progressDatabase = target.db(`${options.databasePrefix}import`)
    const reports: ImportReport[] = []
    const begun: Progress[] = []
    for (const uri of options.from) {
      const client = await MongoClient.connect(uri)
      try {
        const database = client.db()
        const source = `${client.options.hosts.join(',')}/${database.databaseName}`
        const existing = new Set(
          (await database.listCollections({}, { nameOnly: true }).toArray()).map((each) => each.name),
        )
        for (const name of Object.keys(COLLECTIONS) as CollectionName[]) {
          if (!existing.has(name)) continue
          const from = database.collection(name)
          const total = await from.estimatedDocumentCount()
          const progress = progressOf(progressDatabase, source, name)
          begun.push(progress)
          const copied = await copyCollection({
            name,
            from,
            to: target.db(`${options.databasePrefix}${COLLECTIONS[name]}`).collection(name),
            progress,
            read: reader(name, options.timeZone),
            onResume: (isDone) => options.onResume(name, isDone),
            onProgress: (soFar) => options.onProgress(name, soFar, total),
          })
          reports.push({ source, name, total, copied })
        }
      } finally {
        await client.close()
      }
    }
    if (reports.length === 0) {
      throw new Error('None of the collections user, officeHours, transaction was found: is the database in the URI?')
    }
    for (const progress of begun) await progress.forget()
    return reports
  } finally {
    await target.close()
  }
}
