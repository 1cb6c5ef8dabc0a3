import { setTimeout as sleep } from 'node:timers/promises'
import { type Logger, singleFlight } from '@setrum/service-runtime'
import { startJob } from '@setrum/subgraph-kit'
import { type Connection, Schema } from 'mongoose'
import type { z } from 'zod'

export interface ReplicaOptions<T> {
  /** Names the replica in the store and in the log. */
  name: string
  row: z.ZodType<T>
  keyOf: (row: T) => string
  /** Fetches all rows from the source; null counts as a failure. @throws when the source is unavailable */
  fetch: () => Promise<readonly unknown[] | null | undefined>
  store: ReplicaStore
  /** Thrown by `find` for a missing row while the source is unavailable; without it `find` returns undefined then. */
  unavailableError?: () => Error
  now: () => Date
  logger: Logger
}

/** The shortest time between two refreshes for missing rows: wrong ids must not flood the source. */
const MIN_REFRESH_INTERVAL_MS = 300

export type LocalReplica<T> = ReturnType<typeof createLocalReplica<T>>

/**
 * Creates a replica of rows that another subgraph owns: in memory for speed, in the database for a start while the source
 * is down. The last known rows stay until newer ones arrive.
 */
export function createLocalReplica<T>(options: ReplicaOptions<T>) {
  const { name, row, keyOf, store, now, logger } = options
  let rows = new Map<string, T>()
  let storedJson = ''
  let refreshedAt = Number.NEGATIVE_INFINITY
  let isSourceAvailable = true
  let hasAttempted = false

  const take = (raw: readonly unknown[]): T[] => {
    const parsed = raw.flatMap((candidate) => {
      const result = row.safeParse(candidate)
      return result.success ? [result.data] : []
    })
    rows = new Map(parsed.map((each) => [keyOf(each), each]))
    return parsed
  }

  const flight = singleFlight(async (): Promise<boolean> => {
    refreshedAt = performance.now()
    try {
      const fetched = await options.fetch()
      if (!fetched) throw new Error('the source returned no rows')
      const parsed = take(fetched)
      if (!isSourceAvailable)
        logger.info({ event: 'replica.source_recovered', replica: name }, 'a replica is current again')
      isSourceAvailable = true
      const json = JSON.stringify(parsed)
      if (json !== storedJson) {
        await store.save(name, parsed, now())
        storedJson = json
      }
      return true
    } catch (err) {
      if (isSourceAvailable)
        logger.warn(
          { event: 'replica.source_lost', replica: name, err },
          'a replica cannot be refreshed; its last rows are used',
        )
      isSourceAvailable = false
      return false
    } finally {
      hasAttempted = true
    }
  })

  /** A refresh that begins after this call, so that it sees every change before it. */
  const freshFlight = singleFlight(async (): Promise<void> => {
    await sleep(Math.max(0, refreshedAt + MIN_REFRESH_INTERVAL_MS - performance.now()), undefined, { ref: false })
    await flight.current()
  })
  const refreshAfresh = async (): Promise<boolean> => {
    await freshFlight.run()
    return flight.run()
  }

  return {
    name,
    get: (key: string): T | undefined => rows.get(key),
    all: (): T[] => [...rows.values()],
    /** Fetches all rows; callers at the same time share one fetch. Never rejects. @returns whether it succeeded */
    refresh: flight.run,
    /** The same with a fetch that begins after this call. */
    refreshAfresh,
    /** Whether a refresh has ended since the start, with or without success. */
    hasAttempted: () => hasAttempted,
    /** As `get`, but refreshes first when the row is missing or does not satisfy. @throws unavailableError */
    find: async (key: string, satisfies: (row: T) => boolean = () => true): Promise<T | undefined> => {
      const known = rows.get(key)
      if (known && satisfies(known)) return known
      const isCurrent = await refreshAfresh()
      const found = rows.get(key)
      if (!found && !isCurrent && options.unavailableError) throw options.unavailableError()
      return found
    },
    /** Reads the rows of an earlier run from the store, unless newer ones have arrived. */
    load: async (): Promise<void> => {
      if (storedJson !== '') return
      const stored = await store.load(name)
      if (storedJson === '' && rows.size === 0) take(stored)
    },
  }
}

const replicaSchema = new Schema(
  {
    // The replica's name, such as `shifts`.
    _id: { type: String, required: true },
    rows: { type: [Schema.Types.Mixed], required: true },
    fetchedAt: { type: Date, required: true },
  },
  { collection: 'localReplica', strict: 'throw', versionKey: false },
)

export type ReplicaStore = ReturnType<typeof createReplicaStore>

/** The collection `localReplica`: the last rows of each replica, one document for each. */
export function createReplicaStore(connection: Connection) {
  const model = connection.model('localReplica', replicaSchema)
  return {
    load: async (name: string): Promise<unknown[]> => (await model.findOne({ _id: name }).lean())?.rows ?? [],
    save: async (name: string, rows: readonly unknown[], fetchedAt: Date): Promise<void> => {
      await model.updateOne({ _id: name }, { $set: { rows: [...rows], fetchedAt } }, { upsert: true })
    },
  }
}

/** For data whose changes must hold within five seconds. */
export const EVERY_TWO_SECONDS = '*/2 * * * * *'

/**
 * Refreshes a replica now and then on a schedule. An empty one is refreshed every two seconds, whatever the schedule.
 * @param schedule a cron pattern with seconds
 */
export function syncReplica(
  replica: Pick<LocalReplica<unknown>, 'name' | 'all' | 'refresh'>,
  { schedule, logger }: { schedule: string; logger: Logger },
): { stop: () => void } {
  const job = (pattern: string, isDue: () => boolean) =>
    startJob({
      name: `sync-replica ${replica.name}`,
      schedule: pattern,
      run: async () => {
        if (isDue()) await replica.refresh()
      },
      logger,
    })
  const jobs = [job(schedule, () => true)]
  if (schedule !== EVERY_TWO_SECONDS) jobs.push(job(EVERY_TWO_SECONDS, () => replica.all().length === 0))
  void replica.refresh()
  return {
    stop: () => {
      for (const { stop } of jobs) stop()
    },
  }
}
