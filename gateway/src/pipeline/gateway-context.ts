import type { Span } from '@opentelemetry/api'
import type { Viewer } from '@setrum/identity'
import type { Logger } from '@setrum/service-runtime'
import type { ApiKeyKind, Refusal } from '../auth/authenticate.js'
import type { Language } from '../language.js'

/** What belongs to one request at the gateway. */
export interface GatewayContext {
  viewer: Viewer
  /** Why the person who says to be calling is not believed; null for nobody and for who is. */
  refusal: Refusal | null
  /** What kind of API key the request came with; null for people. */
  apiKey: ApiKeyKind | null
  language: Language
  requestId: string
  logger: Logger
  /** `performance.now()` when the request came in: the overall deadline counts from here. */
  startedAt: number
  /** The longest deadline of its calls so far. */
  longestCallMs: number
  /** The subgraph that was sent a change; null as long as none was. */
  changes: string | null
  /** The first span of its trace; null until it runs. */
  span: Span | null
}
