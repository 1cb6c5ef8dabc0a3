import type { Audience, Viewer } from '@setrum/identity'
import type { KeptSpan, Logger, TraceRing } from '@setrum/service-runtime'
import { z } from 'zod'
import { SubgraphProxy } from '../upstream/subgraph-proxy.js'
import { parseAddresses } from '../upstream/upstream-addresses.js'

export interface CollectedTrace {
  requestId: string
  /** Ordered by start time. */
  spans: KeptSpan[]
  /** Subgraphs that did not respond in time. */
  missing: Audience[]
}

export interface TraceCollectorOptions {
  traces: TraceRing
  urls: Readonly<Record<Audience, string>>
  secret: string
  /** Deadline of each subgraph. */
  timeoutMs: number
  logger: Logger
}

const SUBGRAPHS = ['users', 'master', 'transactions'] as const

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
  readonly #instances: { subgraph: Audience; proxy: SubgraphProxy }[]

  constructor(options: TraceCollectorOptions) {
    this.#options = options
    const { urls, secret } = options
    this.#instances = SUBGRAPHS.flatMap((subgraph) =>
      parseAddresses(urls[subgraph]).map(({ href }) => ({
        subgraph,
        proxy: new SubgraphProxy({ to: subgraph, url: href, secret }),
      })),
    )
  }

  async collect(requestId: string, viewer: Viewer): Promise<CollectedTrace> {
    const missing = new Set<Audience>()
    const subgraphSpans = await Promise.all(
      this.#instances.map(async ({ subgraph, proxy }) => {
        try {
          return await this.#fetchSpans(proxy, requestId, viewer)
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
      missing: SUBGRAPHS.filter((name) => missing.has(name)),
    }
  }

  async stop(): Promise<void> {
    await Promise.all(this.#instances.map(({ proxy }) => proxy.stop()))
  }

  async #fetchSpans(proxy: SubgraphProxy, requestId: string, viewer: Viewer): Promise<KeptSpan[]> {
    const { timeoutMs } = this.#options
    const { statusCode, body } = await proxy.forward({
      method: 'GET',
      path: `/traces/${requestId}`,
      headers: {},
      viewer,
      timeouts: { headersMs: timeoutMs, bodyIdleMs: timeoutMs },
      signal: AbortSignal.timeout(timeoutMs),
    })
    const text = await body.text()
    if (statusCode !== 200) throw new Error(`it responded with status ${statusCode}`)
    return spansResponse.parse(JSON.parse(text)).spans
  }
}
