import 'server-only'
import type { SubgraphName } from '@setrum/api-contract'
import { gatewayUrl } from '@/env'
import { logger } from '@/lib/logger'
import { accessToken } from '@/lib/session/session-cookies'

export interface TraceSpan {
  spanId: string
  parentId: string | null
  service: string
  name: string
  /** Milliseconds since 1970. */
  startedAt: number
  durationMs: number
  isError: boolean
  attributes: Readonly<Record<string, unknown>>
}

export interface Trace {
  /** By start time. */
  spans: TraceSpan[]
  /** The subgraphs that did not respond: their spans are missing. */
  missing: SubgraphName[]
}

/** The gateway collects the spans from the subgraphs with the deadline of a query. */
const TIMEOUT_MS = 5_000

/** The stored spans of a request; null when the gateway does not return them. */
export async function readTrace(requestId: string): Promise<Trace | null> {
  try {
    const response = await fetch(`${gatewayUrl()}/traces/${encodeURIComponent(requestId)}`, {
      headers: { authorization: `Bearer ${await accessToken()}` },
      signal: AbortSignal.timeout(TIMEOUT_MS),
      cache: 'no-store',
    })
    return response.ok ? ((await response.json()) as Trace) : null
  } catch (error) {
    logger.warn({ event: 'web.gateway_unreachable', err: error }, 'no usable response from the gateway')
    return null
  }
}
