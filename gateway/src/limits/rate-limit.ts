import { type ApolloServerPlugin, HeaderMap } from '@apollo/server'
import type { Message } from '@setrum/api-contract'
import { type DocumentNode, GraphQLError, visit } from 'graphql'
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import type { GatewayContext } from '../pipeline/gateway-context.js'

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
    this.#limiter = new RateLimiterMemory({ points: perMinute, duration: 60 })
  }

  /** Consumes the cost of a request. @returns false when the limit is exceeded */
  consume(document: DocumentNode, context: GatewayContext): Promise<boolean> {
    return this.#consumePoints(context, BASE_COST + this.#countFields(document))
  }

  plugin(): ApolloServerPlugin<GatewayContext> {
    return {
      requestDidStart: async ({ contextValue }) => {
        let isExceeded = !(await this.#consumePoints(contextValue, BASE_COST))
        return {
          didResolveOperation: async ({ document }) => {
            isExceeded ||= !(await this.#consumePoints(contextValue, this.#countFields(document)))
            if (isExceeded) throw createRateLimitedError(contextValue)
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

function createRateLimitedError({ language }: GatewayContext): GraphQLError {
  return new GraphQLError(TOO_MANY_REQUESTS[language], {
    extensions: {
      code: 'RATE_LIMITED',
      retryAfterSeconds: 60,
      http: { status: 429, headers: new HeaderMap([['retry-after', '60']]) },
    },
  })
}
