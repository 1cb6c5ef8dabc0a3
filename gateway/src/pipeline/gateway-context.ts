import { setMaxListeners } from 'node:events'
import type { Language } from '@setrum/api-contract'
import type { Viewer } from '@setrum/identity'
import type { Logger } from '@setrum/service-runtime'
import type { FastifyReply } from 'fastify'
import type { ApiKeyKind, AuthError, Caller } from '../auth/authenticate.js'
import type { StalePart } from '../executor/fetch.js'
import type { SchemaRules } from '../supergraph/schema-rules.js'

/** Context of one request. Apollo Server copies it before execution, so its state is in public fields. */
export class GatewayContext {
  readonly viewer: Viewer
  /** Why the session has ended; null for valid credentials and for anonymous callers. */
  readonly authError: AuthError | null
  /** Kind of the API key; null for users. */
  readonly apiKey: ApiKeyKind | null
  readonly language: Language
  readonly requestId: string
  /** Aborted when the client leaves before its response. */
  readonly signal: AbortSignal
  /** Text of the persisted document that the request names by id. */
  readonly persistedDocument: string | null
  /** `performance.now()` at arrival; the deadline of the whole request counts from here. */
  readonly startedAt = performance.now()
  /** Parts that come from the stale-if-error cache, when Apollo's executor runs the plan. */
  readonly stale: StalePart[] = []
  /** Longest deadline of its subgraph calls so far, in milliseconds. */
  longestCallMs = 0
  /** Subgraph that received a mutation; null before the first one. */
  mutatedSubgraph: string | null = null
  /** Rules of the schema; set before execution. */
  rules: SchemaRules | null = null
  /** Shared with the copy: true once an error was formatted in the caller's language. */
  readonly formatting = { isDone: false }
  readonly rootLogger: Logger
  requestLogger: Logger | null = null

  constructor({
    caller,
    language,
    requestId,
    persistedDocument,
    signal,
    logger,
  }: {
    caller: Caller
    language: Language
    requestId: string
    persistedDocument: string | null
    signal: AbortSignal
    logger: Logger
  }) {
    this.viewer = caller.viewer
    this.authError = caller.authError
    this.apiKey = caller.apiKey
    this.language = language
    this.requestId = requestId
    this.persistedDocument = persistedDocument
    this.signal = signal
    this.rootLogger = logger
  }

  /** Created on demand: a child logger costs as much as checking the token. */
  get logger(): Logger {
    this.requestLogger ??= this.rootLogger.child({ requestId: this.requestId })
    return this.requestLogger
  }
}

/**
 * Aborted when the client leaves before its response is complete. (Node closes a request once its body is read, so
 * Fastify's `request.signal` does not tell.)
 */
export function createClientSignal({ raw, request }: FastifyReply): AbortSignal {
  const controller = new AbortController()
  // Each subgraph call of the request listens: Node would warn of a leak from the eleventh on.
  setMaxListeners(0, controller.signal)
  if (request.raw.socket.destroyed) controller.abort()
  raw.once('close', () => {
    if (!raw.writableEnded) controller.abort()
  })
  return controller.signal
}
