import type { Audience, Viewer } from '@setrum/identity'
import type { Logger, RecordedSpan, TraceBuffer } from '@setrum/service-runtime'
import { z } from 'zod'
import { Forwarder } from '../upstream/subgraph-proxy.js'
import { addressesOf } from '../upstream/upstream-addresses.js'

export interface GatheredTrace {
  requestId: string
  /** In the order in which they began. */
  spans: RecordedSpan[]
  /** Subgraphs that did not say what they have. */
  missing: Audience[]
}

export interface TraceGathererOptions {
  traces: TraceBuffer
  urls: Readonly<Record<Audience, string>>
  secret: string
  /** How long a subgraph may take. */
  timeoutMs: number
  logger: Logger
}

const SUBGRAPHS = ['users', 'master', 'transactions'] as const

const keptSpans = z.object({
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

/** Puts together what this process and the subgraphs keep of a request. Each instance has a ring of its own: all are asked. */
export class TraceGatherer {
  readonly #options: TraceGathererOptions
  readonly #instances: { subgraph: Audience; forwarder: Forwarder }[]

  constructor(options: TraceGathererOptions) {
    this.#options = options
    const { urls, secret } = options
    this.#instances = SUBGRAPHS.flatMap((subgraph) =>
      addressesOf(urls[subgraph]).map(({ href }) => ({
        subgraph,
        forwarder: new Forwarder({ to: subgraph, url: href, secret }),
      })),
    )
  }

  async gather(requestId: string, viewer: Viewer): Promise<GatheredTrace> {
    const missing = new Set<Audience>()
    const theirs = await Promise.all(
      this.#instances.map(async ({ subgraph, forwarder }) => {
        try {
          return await this.#ask(forwarder, requestId, viewer)
        } catch (err) {
          this.#options.logger.warn({ err, subgraph }, 'a subgraph did not tell its part of a trace')
          missing.add(subgraph)
          return []
        }
      }),
    )
    const spans = [...this.#options.traces.find(requestId), ...theirs.flat()]
    return {
      requestId,
      spans: spans.sort((a, b) => a.startedAt - b.startedAt),
      missing: SUBGRAPHS.filter((name) => missing.has(name)),
    }
  }

  async stop(): Promise<void> {
    await Promise.all(this.#instances.map(({ forwarder }) => forwarder.stop()))
  }

  async #ask(forwarder: Forwarder, requestId: string, viewer: Viewer): Promise<RecordedSpan[]> {
    const { timeoutMs } = this.#options
    const { statusCode, body } = await forwarder.forward({
      method: 'GET',
      path: `/traces/${requestId}`,
      headers: {},
      viewer,
      timeouts: { headersMs: timeoutMs, pauseMs: timeoutMs },
      signal: AbortSignal.timeout(timeoutMs),
    })
    const text = await body.text()
    if (statusCode !== 200) throw new Error(`it answered ${statusCode}`)
    return keptSpans.parse(JSON.parse(text)).spans
  }
}
