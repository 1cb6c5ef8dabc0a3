import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from '@setrum/service-runtime'
import type { z } from 'zod'
import type { ReferenceCopies } from '../../models/reference-copy.js'

export interface CopyOptions<T> {
  name: string
  row: z.ZodType<T>
  keyOf: (row: T) => string
  /** Asks the owner. @throws when it is down */
  fetch: () => Promise<unknown[]>
  store: ReferenceCopies
  now: () => Date
  logger: Logger
}

/** How soon the owner is asked again because something was missing: a wrong id must not become a flood. */
const ASK_AGAIN_MS = 300

export type ReferenceCopy<T> = ReturnType<typeof createReferenceCopy<T>>

/**
 * Our own copy of what another subgraph owns: in memory for speed, in our database for a start while the owner is down.
 * The last that was heard is used until something newer is.
 */
export function createReferenceCopy<T>(options: CopyOptions<T>) {
  const { name, row, keyOf, store, now, logger } = options
  let rows = new Map<string, T>()
  let asJson = ''
  let asking: Promise<boolean> | null = null
  let askingSoon: Promise<boolean> | null = null
  let askedAt = Number.NEGATIVE_INFINITY
  let isReachable = true

  const take = (raw: readonly unknown[]): T[] => {
    const parsed = raw.flatMap((candidate) => {
      const result = row.safeParse(candidate)
      return result.success ? [result.data] : []
    })
    rows = new Map(parsed.map((each) => [keyOf(each), each]))
    return parsed
  }

  const ask = async (): Promise<boolean> => {
    askedAt = performance.now()
    try {
      const parsed = take(await options.fetch())
      if (!isReachable) logger.info({ copy: name }, 'the owner of a copy is back')
      isReachable = true
      const json = JSON.stringify(parsed)
      if (json !== asJson) {
        await store.save(name, parsed, now())
        asJson = json
      }
      return true
    } catch (err) {
      if (isReachable) logger.warn({ err, copy: name }, 'a copy could not be refreshed; the last one is used')
      isReachable = false
      return false
    } finally {
      asking = null
    }
  }

  /** Asks the owner; callers at the same time share one question. @returns whether it answered */
  const refresh = (): Promise<boolean> => {
    asking ??= ask()
    return asking
  }

  /** Asks as soon as may be, by a question that begins after this call: what changed before it is in the answer. */
  const refreshSoon = (): Promise<boolean> => {
    const afterTheLast = async () => {
      await sleep(Math.max(0, askedAt + ASK_AGAIN_MS - performance.now()), undefined, { ref: false })
      await asking
      askingSoon = null
      return refresh()
    }
    askingSoon ??= afterTheLast()
    return askingSoon
  }

  return {
    name,
    get: (key: string): T | undefined => rows.get(key),
    all: (): T[] => [...rows.values()],
    refresh,
    /** As `get`, but asks the owner first when what is known does not satisfy. */
    find: async (key: string, satisfies: (row: T) => boolean = () => true): Promise<T | undefined> => {
      const known = rows.get(key)
      if (known && satisfies(known)) return known
      await refreshSoon()
      return rows.get(key)
    },
    /** Reads what was kept of an earlier run, unless something newer was heard meanwhile. */
    load: async (): Promise<void> => {
      if (asJson !== '') return
      const kept = await store.load(name)
      if (asJson === '' && rows.size === 0) take(kept)
    },
  }
}
