import type { ApolloServerPlugin } from '@apollo/server'
import type { Message } from '@setrum/api-contract'
import { type DocumentNode, visit } from 'graphql'
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import { createClientError } from '../errors/http-errors.js'
import type { GatewayContext } from '../pipeline/gateway-context.js'

const WINDOW_SECONDS = 60
/** Points for parsing a request. */
const BASE_COST = 5

const TOO_MANY_REQUESTS: Message = {
  id: 'Terlalu banyak permintaan. Silakan tunggu sebentar.',
  en: 'There are too many requests. Please wait a moment.',
}

/**
 * Limits the requested fields per minute, for each user or for each address of anonymous callers. The count is per
 * process.
 */
export class RateLimit {
  readonly #limiter: RateLimiterMemory
  readonly #fieldCounts = new WeakMap<DocumentNode, number>()

  constructor(perMinute: number) {
    this.#limiter = new RateLimiterMemory({ points: perMinute, duration: WINDOW_SECONDS })
  }

  plugin(): ApolloServerPlugin<GatewayContext> {
    return {
      requestDidStart: async ({ contextValue }) => {
        let isExceeded = !(await this.#consumePoints(contextValue, BASE_COST))
        return {
          didResolveOperation: async ({ document }) => {
            isExceeded ||= !(await this.#consumePoints(contextValue, this.#countFields(document)))
            if (!isExceeded) return
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
    const key = 'userId' in viewer ? viewer.userId : `@${'address' in viewer ? viewer.address : ''}`
    try {
      await this.#limiter.consume(key, points)
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
