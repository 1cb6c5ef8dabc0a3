import type { Audience } from '@setrum/identity'
import type { Logger } from '@setrum/service-runtime'
import { SubgraphHttpClient } from './subgraph-http-client.js'

/** A generated operation: its text, typed by its result and variables. */
export interface TypedOperation<TResult, TVariables> {
  toString(): string
  __apiType?: (variables: TVariables) => TResult
}

export interface ServiceClientOptions {
  /** The calling service; the subgraph sees it as the viewer. */
  service: string
  /** The subgraph to call. */
  to: Audience
  /** GraphQL URL, or the URLs of several instances separated by commas. */
  url: string
  secret: string
  timeoutMs: number
  logger: Logger
}

export type ServiceClient = ReturnType<typeof createServiceClient>

interface Response {
  data: object
  hasErrors: boolean
}

/**
 * GraphQL client for reference data that a service replicates from another subgraph, as the service itself. Joins for
 * users' requests are the gateway's work. A failed query is retried once at the next instance, a mutation never.
 */
export function createServiceClient({ service, to, url, secret, timeoutMs, logger }: ServiceClientOptions) {
  const client = new SubgraphHttpClient<Response>({
    name: to,
    service,
    url,
    identitySecret: secret,
    circuitBreaker: { failureThreshold: 5, probeIntervalMs: 1_000 },
    parse: parseResponse,
    retryQueries: 'any-failure',
    logger,
    now: () => new Date(),
  })
  const execute =
    (operationType: 'query' | 'mutation') =>
    async <TResult, TVariables extends object>(
      operation: TypedOperation<TResult, TVariables>,
      ...[variables]: Record<string, never> extends TVariables ? [] : [TVariables]
    ): Promise<TResult> => {
      const { data, hasErrors } = await client.send({
        body: JSON.stringify({ query: operation.toString(), variables: variables ?? {} }),
        viewer: { role: 'SERVICE', service },
        language: 'en',
        requestId: crypto.randomUUID(),
        timeoutMs,
        operation: operationType,
      })
      if (hasErrors) throw new Error(`the ${to} subgraph reported errors`)
      return data as TResult
    }
  return {
    /** @throws Error when the subgraph is unavailable or reports errors */
    query: execute('query'),
    /** @throws Error when the subgraph is unavailable or reports errors */
    mutate: execute('mutation'),
    stop: () => client.stop(),
  }
}

function parseResponse(json: unknown): Response | null {
  if (typeof json !== 'object' || json === null) return null
  const hasErrors = 'errors' in json && Array.isArray(json.errors) && json.errors.length > 0
  const data = 'data' in json && typeof json.data === 'object' ? json.data : null
  return data || hasErrors ? { data: data ?? {}, hasErrors } : null
}
