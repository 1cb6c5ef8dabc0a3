import { SUBGRAPHS, type SubgraphName } from '@setrum/api-contract'
import type { Viewer } from '@setrum/identity'
import type { Logger, RecordedSpan, TraceBuffer } from '@setrum/service-runtime'
import { readText, type SubgraphHttpClient, SubgraphHttpProxy } from '@setrum/subgraph-client'
import { z } from 'zod'
import type { GraphqlResponse } from '../executor/fetch.js'

type Client = Pick<SubgraphHttpClient<GraphqlResponse>, 'name' | 'origins' | 'withInstance'>

export interface CollectedTrace {
  requestId: string
  /** Ordered by start time. */
  spans: RecordedSpan[]
  /** Subgraphs that did not respond in time. */
  missing: SubgraphName[]
}

export interface TraceCollectorOptions {
  traces: TraceBuffer
  clients: Readonly<Record<SubgraphName, Client>>
  secret: string
  /** Deadline of each subgraph. */
  timeoutMs: number
  logger: Logger
}

const spansResponse = z.object({
  spans: z.array(
    z.object({
      traceId: z.string(),
      spanId: z.string(),
      parentId: z.string().nullable(),
      service: z.string(),
      name: z.string(),
      startedAt: z.number(),
      durationMs: z.number(),
      isError: z.boolean(),
      attributes: z.record(z.string(), z.unknown()),
    }),
  ),
})

/** Collects the spans of a request from this process and from every instance of the subgraphs. */
export class TraceCollector {
  readonly #options: TraceCollectorOptions
  readonly #proxies: readonly { subgraph: SubgraphName; origins: readonly string[]; proxy: SubgraphHttpProxy }[]

  constructor(options: TraceCollectorOptions) {
    this.#options = options
    const { clients, secret } = options
    this.#proxies = SUBGRAPHS.map(({ name }) => {
      const client = clients[name]
      return { subgraph: name, origins: client.origins, proxy: new SubgraphHttpProxy({ client, secret }) }
    })
  }

  async collect(requestId: string, viewer: Viewer): Promise<CollectedTrace> {
    const missing = new Set<SubgraphName>()
    const subgraphSpans = await Promise.all(
      this.#instances().map(async ({ subgraph, origin, proxy }) => {
        try {
          return await this.#fetchSpans((request) => proxy.forwardTo(origin, request), requestId, viewer)
        } catch (err) {
          this.#options.logger.warn(
            { event: 'trace.subgraph_missing', err, subgraph },
            'the spans of a subgraph are missing',
          )
          missing.add(subgraph)
          return []
        }
      }),
    )
    const spans = [...this.#options.traces.find(requestId), ...subgraphSpans.flat()]
    return {
      requestId,
      spans: spans.sort((a, b) => a.startedAt - b.startedAt),
      missing: SUBGRAPHS.map(({ name }) => name).filter((name) => missing.has(name)),
    }
  }

  async stop(): Promise<void> {
    await Promise.all(this.#proxies.map(({ proxy }) => proxy.stop()))
  }

  #instances() {
    return this.#proxies.flatMap(({ origins, ...rest }) => origins.map((origin) => ({ origin, ...rest })))
  }

  async #fetchSpans(forward: SubgraphHttpProxy['forward'], requestId: string, viewer: Viewer): Promise<RecordedSpan[]> {
    const { timeoutMs } = this.#options
    const response = await forward({
      method: 'GET',
      path: `/traces/${requestId}`,
      headers: {},
      viewer,
      timeouts: { headersMs: timeoutMs, bodyIdleMs: timeoutMs },
      signal: AbortSignal.timeout(timeoutMs),
    })
    const text = await readText(response)
    if (response.statusCode !== 200) throw new Error(`it responded with status ${response.statusCode}`)
    return spansResponse.parse(JSON.parse(text)).spans
  }
}
