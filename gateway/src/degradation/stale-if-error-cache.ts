import { createHash, randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { type Logger, parseJson } from '@setrum/service-runtime'
import type { Redis } from 'ioredis'
import { LRUCache } from 'lru-cache'
import { z } from 'zod'
import type { SubgraphCall, SubgraphResult } from '../executor/fetch.js'
import type { GatewayContext } from '../pipeline/gateway-context.js'

const MIN_STORE_INTERVAL_MS = 1_000
const SAVE_DELAY_MS = 2_000
const MAX_BYTES = 8_000_000
const KEY_PREFIX = 'setrum:stale-if-error'
/** Entries in Redis expire, so that those of earlier versions of the web app end. */
const EXPIRY_SECONDS = 30 * 24 * 60 * 60

interface StoredEntry {
  /** The response's data as JSON: the executor mutates the object that it receives. */
  json: string
  asOfMs: number
}

export interface StaleEntry {
  value: unknown
  asOf: Date
}

const storedEntry = z.object({ json: z.string(), asOfMs: z.number() })
const savedEntries = z.array(z.tuple([z.string(), storedEntry]))

export interface StaleIfErrorCacheOptions {
  /** File that survives a restart; null for none. */
  path: string | null
  /** Shared by all gateways; null for none. */
  redis: Redis | null
  logger: Logger
  now: () => Date
}

/**
 * Stale-if-error cache (RFC 5861) for root fields with `@tag(name: "stale-if-error")`, the lists of products and shifts:
 * a counter can keep selling while master is unavailable, also after a restart of the gateway. Entries are keyed by role,
 * query and variables, for signed-in users only. While Redis is unavailable, the entries of this process remain. Joined
 * fields (`Transaction.product`) are not cached: the contract says that they are null then.
 */
export class StaleIfErrorCache {
  readonly #entries = new LRUCache<string, StoredEntry>({
    max: 2_000,
    maxSize: MAX_BYTES,
    sizeCalculation: ({ json }, key) => json.length + key.length,
  })
  readonly #options: StaleIfErrorCacheOptions
  #saveTimer: NodeJS.Timeout | null = null

  constructor(options: StaleIfErrorCacheOptions) {
    this.#options = options
    if (options.path) this.#load(options.path)
  }

  /** True when responses to this call may be stored and served stale. */
  isCacheable({ kind, rootFields, context }: SubgraphCall<GatewayContext>): boolean {
    const { viewer, rules } = context
    if (kind !== 'query' || (viewer.role !== 'ADMIN' && viewer.role !== 'EMPLOYEE')) return false
    return rootFields.length > 0 && rootFields.every((field) => rules?.staleIfError.has(`${kind}.${field}`))
  }

  /** Stores a copy, at most one per second. */
  store(call: SubgraphCall<GatewayContext>, { data, errors }: SubgraphResult): void {
    if (typeof data !== 'object' || data === null || (Array.isArray(errors) && errors.length > 0)) return
    const key = toCacheKey(call)
    const asOfMs = this.#options.now().getTime()
    const previous = this.#entries.get(key)
    if (previous && asOfMs - previous.asOfMs < MIN_STORE_INTERVAL_MS) return
    const entry = { json: JSON.stringify(data), asOfMs }
    this.#entries.set(key, entry)
    // Without Redis the entry in memory remains.
    this.#options.redis?.set(toRedisKey(key), JSON.stringify(entry), 'EX', EXPIRY_SECONDS).catch(() => undefined)
    if (!this.#options.path || this.#saveTimer) return
    this.#saveTimer = setTimeout(() => this.save(), SAVE_DELAY_MS)
    this.#saveTimer.unref()
  }

  /** Returns a copy of the latest stored response. */
  async find(call: SubgraphCall<GatewayContext>): Promise<StaleEntry | undefined> {
    const key = toCacheKey(call)
    const own = this.#entries.get(key)
    const shared = await this.#findInRedis(key)
    const entry = own && shared ? (shared.asOfMs > own.asOfMs ? shared : own) : (own ?? shared)
    return entry && { value: parseJson(entry.json), asOf: new Date(entry.asOfMs) }
  }

  async #findInRedis(key: string): Promise<StoredEntry | undefined> {
    try {
      const text = await this.#options.redis?.get(toRedisKey(key))
      return text ? storedEntry.parse(parseJson(text)) : undefined
    } catch {
      return undefined
    }
  }

  /** Writes unsaved entries to the file. A failure is logged: the entries in memory remain. */
  save(): void {
    const { path, logger } = this.#options
    if (!this.#saveTimer || !path) return
    clearTimeout(this.#saveTimer)
    this.#saveTimer = null
    // Other processes write the same file. Those of other containers may have the same process id.
    const temporary = `${path}.${randomUUID()}`
    this.#load(path)
    try {
      mkdirSync(dirname(path), { recursive: true })
      writeFileSync(temporary, JSON.stringify([...this.#entries.entries()]), { mode: 0o600 })
      renameSync(temporary, path)
    } catch (err) {
      rmSync(temporary, { force: true })
      logger.warn({ event: 'stale_cache.not_saved', err, path }, 'the stale-if-error cache could not be saved')
    }
  }

  /** Takes over the entries of the file that are newer than the own ones. */
  #load(path: string): void {
    const { logger } = this.#options
    if (!existsSync(path)) return
    try {
      // Least recently used first, as the cache needs them.
      for (const [key, entry] of savedEntries.parse(parseJson(readFileSync(path, 'utf8'))).toReversed())
        if (entry.asOfMs > (this.#entries.peek(key)?.asOfMs ?? 0)) this.#entries.set(key, entry)
    } catch (err) {
      logger.warn({ event: 'stale_cache.not_loaded', err, path }, 'the stale-if-error cache could not be loaded')
    }
  }
}

function toRedisKey(cacheKey: string): string {
  return `${KEY_PREFIX}:${createHash('sha256').update(cacheKey).digest('hex')}`
}

function toCacheKey({ subgraph, body, context }: SubgraphCall<GatewayContext>): string {
  return `${subgraph} ${context.viewer.role} ${body}`
}
