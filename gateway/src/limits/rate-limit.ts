import type { ApolloServerPlugin } from '@apollo/server'
import type { Message } from '@setrum/api-contract'
import { callerIdOf } from '@setrum/identity'
import { type DocumentNode, visit } from 'graphql'
import type { Redis } from 'ioredis'
import { type RateLimiterAbstract, RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible'
import { createClientError } from '../errors/http-errors.js'
import type { GatewayContext } from '../pipeline/gateway-context.js'

const WINDOW_SECONDS = 60
const KEY_PREFIX = 'setrum:rate-limit'
/** Points for parsing a request. */
const BASE_COST = 5

const TOO_MANY_REQUESTS: Message = {
  id: 'Terlalu banyak permintaan. Silakan tunggu sebentar.',
  en: 'There are too many requests. Please wait a moment.',
}

/**
 * Limits the requested fields per minute, for each user or for each address of anonymous callers. All gateways count
 * together in Redis. Without Redis, and while it is unavailable, each process counts by itself: an outage of Redis refuses
 * no request.
 */
export class RateLimit {
  readonly #limiter: RateLimiterAbstract
  readonly #fieldCounts = new WeakMap<DocumentNode, number>()

  constructor(perMinute: number, redis: Redis | null) {
    const limits = { points: perMinute, duration: WINDOW_SECONDS }
    const inMemory = new RateLimiterMemory(limits)
    this.#limiter = redis
      ? new RateLimiterRedis({ ...limits, keyPrefix: KEY_PREFIX, storeClient: redis, insuranceLimiter: inMemory })
      : inMemory
  }

  plugin(): ApolloServerPlugin<GatewayContext> {
    return {
      requestDidStart: async ({ contextValue }) => {
        // Counted for an invalid document too. Awaited with the fields, so that a request waits once.
        const base = this.#consumePoints(contextValue, BASE_COST)
        return {
          didResolveOperation: async ({ document }) => {
            const fields = this.#consumePoints(contextValue, this.#countFields(document))
            if ((await base) && (await fields)) return
            throw createClientError('RATE_LIMITED', TOO_MANY_REQUESTS[contextValue.language], {
              status: 429,
              headers: { 'retry-after': String(WINDOW_SECONDS) },
              retryAfterSeconds: WINDOW_SECONDS,
            })
          },
        }
      },
    }
  }

  async #consumePoints({ viewer }: GatewayContext, points: number): Promise<boolean> {
    try {
      await this.#limiter.consume(callerIdOf(viewer), points)
      return true
    } catch (error) {
      if (error instanceof RateLimiterRes) return false
      throw error
    }
  }

  #countFields(document: DocumentNode): number {
    const known = this.#fieldCounts.get(document)
    if (known !== undefined) return known
    let fields = 0
    visit(document, {
      Field: () => {
        fields += 1
      },
    })
    this.#fieldCounts.set(document, fields)
    return fields
  }
}
