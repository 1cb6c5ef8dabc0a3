import 'server-only'
import { gatewayUrl } from '@/env'
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
  /** In the order in which they began. */
  spans: TraceSpan[]
  /** Parts of the system that did not say what they have. */
  missing: ('users' | 'master' | 'transactions')[]
}

/** The gateway gives each part of the system as long as a query may take. */
const TIMEOUT_MS = 5_000

/** What the system keeps of a request; null when the gateway does not say. */
export async function readTrace(requestId: string): Promise<Trace | null> {
  try {
    const response = await fetch(`${gatewayUrl()}/traces/${encodeURIComponent(requestId)}`, {
      headers: { authorization: `Bearer ${await accessToken()}` },
      signal: AbortSignal.timeout(TIMEOUT_MS),
      cache: 'no-store',
    })
    return response.ok ? ((await response.json()) as Trace) : null
  } catch {
    return null
  }
}
