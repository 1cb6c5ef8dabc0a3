import { type Audience, IDENTITY_HEADER, signIdentity, type Viewer } from '@setrum/identity'
import { Agent, type Dispatcher } from 'undici'
import { MAX_RESPONSE_BYTES } from './http-call.js'

export interface ProxyRequest {
  method: 'GET' | 'POST'
  /** Path and query at the subgraph. */
  path: string
  headers: Readonly<Record<string, string>>
  body?: Buffer
  viewer: Viewer
  /** Time until the response starts, and the longest pause in its body. */
  timeouts: { headersMs: number; bodyIdleMs: number }
  /** Aborts the whole call, also while the body is read. */
  signal?: AbortSignal
}

/** Chooses the instance of a subgraph; SubgraphHttpClient is one. */
interface InstanceSelector {
  readonly name: Audience
  withInstance<R>(call: (origin: string) => Promise<R>): Promise<R>
}

/**
 * Proxies requests that are not GraphQL, with a signed identity over the body, or over method and URL without a body.
 * Response bodies are streams; `readText` buffers one. It has its own connections, so that long downloads do not delay
 * queries.
 */
export class SubgraphHttpProxy {
  readonly #client: InstanceSelector
  readonly #secret: string
  readonly #agent = new Agent({ connections: 32, pipelining: 1, connect: { timeout: 1_000 } })

  constructor({ client, secret }: { client: InstanceSelector; secret: string }) {
    this.#client = client
    this.#secret = secret
  }

  /** Sends a request to the next available instance. @throws Error without a response before the deadline */
  forward({ method, path, headers, body, viewer, timeouts, signal }: ProxyRequest): Promise<Dispatcher.ResponseData> {
    const content = body ?? `${method} ${path}`
    const identity = signIdentity({ viewer, audience: this.#client.name, content, secret: this.#secret })
    return this.#client.withInstance((origin) =>
      this.#agent.request({
        origin,
        method,
        path,
        headers: { ...headers, [IDENTITY_HEADER]: identity },
        body: body ?? null,
        headersTimeout: timeouts.headersMs,
        bodyTimeout: timeouts.bodyIdleMs,
        signal: signal ?? null,
      }),
    )
  }

  stop(): Promise<void> {
    return this.#agent.close()
  }
}

/** Buffers a response body. @throws Error for a body that is larger than `maxBytes`, which is not read to its end */
export async function readText(
  { body }: Pick<Dispatcher.ResponseData, 'body'>,
  maxBytes = MAX_RESPONSE_BYTES,
): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  // Leaving the loop closes the stream and its connection.
  for await (const chunk of body) {
    const bytes = Buffer.from(chunk)
    size += bytes.length
    if (size > maxBytes) throw new Error(`the body has more than ${maxBytes} bytes`)
    chunks.push(bytes)
  }
  return Buffer.concat(chunks).toString('utf8')
}
