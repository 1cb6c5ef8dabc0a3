import { type ApolloServerPlugin, HeaderMap } from '@apollo/server'
import { type DocumentNode, GraphQLError, visit } from 'graphql'
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import type { Message } from '../language.js'
import type { GatewayContext } from '../pipeline/gateway-context.js'

/** What a request costs before it is read: reading it is work too. */
const BASE_COST = 5

const TOO_MANY: Message = {
  id: 'Terlalu banyak permintaan. Silakan tunggu sebentar.',
  en: 'There are too many requests. Please wait a moment.',
}

/**
 * So much per minute for each person, or for each address of those who are nobody yet, counted in fields asked for.
 * Kept in memory: it guards this process.
 */
export class RateLimit {
  readonly #limiter: RateLimiterMemory
  readonly #costs = new WeakMap<DocumentNode, number>()

  constructor(perMinute: number) {
    this.#limiter = new RateLimiterMemory({ points: perMinute, duration: 60 })
  }

  /** Counts a request and says whether it may be run. */
  allows(document: DocumentNode, context: GatewayContext): Promise<boolean> {
    return this.#take(context, BASE_COST + this.#costOf(document))
  }

  plugin(): ApolloServerPlugin<GatewayContext> {
    return {
      requestDidStart: async ({ contextValue }) => {
        let isOver = !(await this.#take(contextValue, BASE_COST))
        return {
          didResolveOperation: async ({ document }) => {
            isOver ||= !(await this.#take(contextValue, this.#costOf(document)))
            if (isOver) throw tooMany(contextValue)
          },
        }
      },
    }
  }

  async #take({ viewer }: GatewayContext, points: number): Promise<boolean> {
    const key = 'userId' in viewer ? viewer.userId : `@${'address' in viewer ? viewer.address : ''}`
    try {
      await this.#limiter.consume(key, points)
      return true
    } catch (error) {
      if (error instanceof RateLimiterRes) return false
      throw error
    }
  }

  #costOf(document: DocumentNode): number {
    const known = this.#costs.get(document)
    if (known !== undefined) return known
    let fields = 0
    visit(document, {
      Field: () => {
        fields += 1
      },
    })
    this.#costs.set(document, fields)
    return fields
  }
}

function tooMany({ language }: GatewayContext): GraphQLError {
  return new GraphQLError(TOO_MANY[language], {
    extensions: {
      code: 'RATE_LIMITED',
      retryAfterSeconds: 60,
      http: { status: 429, headers: new HeaderMap([['retry-after', '60']]) },
    },
  })
}
