import { type Audience, IDENTITY_HEADER, signIdentity, type Viewer } from '@setrum/identity'
import type { Dispatcher } from 'undici'
import { poolTo } from './upstream-addresses.js'

export interface ForwardedRequest {
  method: 'GET' | 'POST'
  /** Path and query, as the subgraph has it. */
  path: string
  headers: Readonly<Record<string, string>>
  body?: Buffer
  viewer: Viewer
  /** How long until the answer begins, and how long it may pause once it has. */
  timeouts: { headersMs: number; pauseMs: number }
  /** Ends it when the answer as a whole takes too long. */
  signal?: AbortSignal
}

/**
 * Passes on what is not GraphQL, under a signed identity like all else: over the body, or over method and URL where
 * there is none. Its connections are its own, so that a long download keeps nobody's query waiting.
 */
export class Forwarder {
  readonly #to: Audience
  readonly #secret: string
  readonly #pool: Dispatcher

  constructor({ to, url, secret }: { to: Audience; url: string; secret: string }) {
    this.#to = to
    this.#secret = secret
    this.#pool = poolTo(url, { connections: 32, pipelining: 1, connect: { timeout: 1_000 } })
  }

  /** @throws Error when there is no answer within the time */
  forward({
    method,
    path,
    headers,
    body,
    viewer,
    timeouts,
    signal,
  }: ForwardedRequest): Promise<Dispatcher.ResponseData> {
    const content = body ?? `${method} ${path}`
    const identity = signIdentity({ viewer, audience: this.#to, content, secret: this.#secret })
    return this.#pool.request({
      method,
      path,
      headers: { ...headers, [IDENTITY_HEADER]: identity },
      body: body ?? null,
      headersTimeout: timeouts.headersMs,
      bodyTimeout: timeouts.pauseMs,
      signal: signal ?? null,
    })
  }

  stop(): Promise<void> {
    return this.#pool.close()
  }
}
