import { type Audience, IDENTITY_HEADER, signIdentity, type Viewer } from '@setrum/identity'
import type { Dispatcher } from 'undici'
import { createDispatcher } from './upstream-addresses.js'

export interface ProxyRequest {
  method: 'GET' | 'POST'
  /** Path and query at the subgraph. */
  path: string
  headers: Readonly<Record<string, string>>
  body?: Buffer
  viewer: Viewer
  /** Time until the response starts, and the longest pause in its body. */
  timeouts: { headersMs: number; bodyIdleMs: number }
  /** Aborts the whole call. */
  signal?: AbortSignal
}

/**
 * Proxies requests that are not GraphQL, with a signed identity over the body, or over method and URL without a body.
 * It has its own connections, so that long downloads do not delay queries.
 */
export class SubgraphProxy {
  readonly #to: Audience
  readonly #secret: string
  readonly #pool: Dispatcher

  constructor({ to, url, secret }: { to: Audience; url: string; secret: string }) {
    this.#to = to
    this.#secret = secret
    this.#pool = createDispatcher(url, { connections: 32, pipelining: 1, connect: { timeout: 1_000 } })
  }

  /** @throws Error without a response before the deadline */
  forward({ method, path, headers, body, viewer, timeouts, signal }: ProxyRequest): Promise<Dispatcher.ResponseData> {
    const content = body ?? `${method} ${path}`
    const identity = signIdentity({ viewer, audience: this.#to, content, secret: this.#secret })
    return this.#pool.request({
      method,
      path,
      headers: { ...headers, [IDENTITY_HEADER]: identity },
      body: body ?? null,
      headersTimeout: timeouts.headersMs,
      bodyTimeout: timeouts.bodyIdleMs,
      signal: signal ?? null,
    })
  }

  stop(): Promise<void> {
    return this.#pool.close()
  }
}
