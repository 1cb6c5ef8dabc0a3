import { type SubgraphHttpClient, SubgraphUnavailableError } from '@setrum/subgraph-client'
import { GraphQLError } from 'graphql'
import type { StaleIfErrorCache } from '../degradation/stale-if-error-cache.js'
import { unavailableError } from '../errors/unavailable-error.js'
import type { GraphqlResponse, SubgraphCall, SubgraphResult } from '../executor/index.js'
import type { GatewayContext } from '../pipeline/gateway-context.js'
import { type DeadlineRules, getCallTimeoutMs, getRemainingMs } from './deadlines.js'

type Call = SubgraphCall<GatewayContext>

export interface SubgraphDataSourceOptions {
  client: SubgraphHttpClient<GraphqlResponse>
  rules: DeadlineRules
  /** Fallback responses; only where stale data does no harm. */
  staleIfErrorCache?: StaleIfErrorCache
}

/** Executes a query plan's calls to one subgraph with deadline and identity. */
export class SubgraphDataSource {
  readonly #options: SubgraphDataSourceOptions

  constructor(options: SubgraphDataSourceOptions) {
    this.#options = options
  }

  /** Start of the current outage; the current time after a well-formed but invalid response. */
  get failingSince(): Date {
    return this.#options.client.failingSince ?? new Date()
  }

  /** @throws GraphQLError with the client's message, without a response and without a stale one */
  async fetch(call: Call): Promise<SubgraphResult> {
    const { staleIfErrorCache } = this.#options
    if (!staleIfErrorCache?.isCacheable(call, call.context.viewer)) return this.#send(call)
    try {
      const result = await this.#send(call)
      staleIfErrorCache.store(call, result)
      return result
    } catch (error) {
      const staleEntry = staleIfErrorCache.find(call)
      if (!staleEntry) throw error
      return { data: staleEntry.value, asOf: staleEntry.asOf }
    }
  }

  async #send({ body, kind, rootFields, context }: Call): Promise<SubgraphResult> {
    const { client, rules } = this.#options
    const callMs = getCallTimeoutMs({ kind, rootFields }, client.name, rules)
    context.longestCallMs = Math.max(context.longestCallMs, callMs)
    if (kind === 'mutation') context.mutatedSubgraph = client.name
    try {
      return await client.send({
        body,
        viewer: context.viewer,
        language: context.language,
        requestId: context.requestId,
        timeoutMs: getRemainingMs(
          callMs,
          { elapsedMs: performance.now() - context.startedAt, longestCallMs: context.longestCallMs },
          rules,
        ),
        operation: kind,
        fields: rootFields,
        parentSpan: context.span,
      })
    } catch (error) {
      if (!(error instanceof SubgraphUnavailableError)) throw error
      const isOutcomeUnknown = kind === 'mutation' && error.isSent
      const { message, extensions } = unavailableError(client.name, { language: context.language, isOutcomeUnknown })
      throw new GraphQLError(message, { extensions: { ...extensions, code: 'SUBGRAPH_UNAVAILABLE' } })
    }
  }
}
