import type { Span } from '@opentelemetry/api'
import type { Language } from '@setrum/api-contract'
import type { Viewer } from '@setrum/identity'
import type { Logger } from '@setrum/service-runtime'
import type { ApiKeyKind, AuthError } from '../auth/authenticate.js'

/** Context of one request. */
export interface GatewayContext {
  viewer: Viewer
  /** Why the credentials were rejected; null for valid credentials and for anonymous callers. */
  authError: AuthError | null
  /** Kind of the API key; null for users. */
  apiKey: ApiKeyKind | null
  language: Language
  requestId: string
  logger: Logger
  /** `performance.now()` at arrival; the deadline of the whole request counts from here. */
  startedAt: number
  /** Longest deadline of its subgraph calls so far, in milliseconds. */
  longestCallMs: number
  /** Subgraph that received a mutation; null before the first one. */
  mutatedSubgraph: string | null
  /** Root span of the trace; null before execution. */
  span: Span | null
}
