import { GraphQLError } from 'graphql'
import type { LastKnown } from '../degradation/stale-if-error-cache.js'
import { unavailableWords } from '../errors/unavailable-error.js'
import type { SubgraphAnswer, SubgraphCall } from '../executor/index.js'
import type { GatewayContext } from '../pipeline/gateway-context.js'
import { callTimeoutMs, type DeadlineRules, remainingMs } from './deadlines.js'
import type { SubgraphClient } from './subgraph-client.js'
import { SubgraphUnavailable } from './subgraph-unavailable-error.js'

type Call = SubgraphCall<GatewayContext>

export interface DataSourceOptions {
  client: SubgraphClient
  rules: DeadlineRules
  /** Answers to fall back on; only where old ones do no harm. */
  lastKnown?: LastKnown
}

/** Carries the calls of query plans to one subgraph, in time and under the name of who asks. */
export class DataSource {
  readonly #options: DataSourceOptions

  constructor(options: DataSourceOptions) {
    this.#options = options
  }

  /** Since when it fails; since now, when all that it sent was well formed. */
  get failingSince(): Date {
    return this.#options.client.failingSince ?? new Date()
  }

  /** @throws GraphQLError with the words for the client when there is no answer, and none that is known */
  async fetch(call: Call): Promise<SubgraphAnswer> {
    const { lastKnown } = this.#options
    if (!lastKnown?.covers(call, call.context.viewer)) return this.#send(call)
    try {
      const answer = await this.#send(call)
      lastKnown.keep(call, answer)
      return answer
    } catch (fault) {
      const known = lastKnown.find(call)
      if (!known) throw fault
      return { data: known.value, asOf: known.asOf }
    }
  }

  async #send({ body, kind, rootFields, context }: Call): Promise<SubgraphAnswer> {
    const { client, rules } = this.#options
    const callMs = callTimeoutMs({ kind, rootFields }, client.name, rules)
    context.longestCallMs = Math.max(context.longestCallMs, callMs)
    if (kind === 'mutation') context.changes = client.name
    try {
      return await client.send({
        body,
        viewer: context.viewer,
        language: context.language,
        requestId: context.requestId,
        timeoutMs: remainingMs(
          callMs,
          { elapsedMs: performance.now() - context.startedAt, longestCallMs: context.longestCallMs },
          rules,
        ),
        operation: kind,
        fields: rootFields,
        parent: context.span,
      })
    } catch (error) {
      if (!(error instanceof SubgraphUnavailable)) throw error
      const isUnknown = kind === 'mutation' && error.isSent
      const { message, extensions } = unavailableWords(client.name, { language: context.language, isUnknown })
      throw new GraphQLError(message, { extensions: { ...extensions, code: 'SUBGRAPH_UNAVAILABLE' } })
    }
  }
}
