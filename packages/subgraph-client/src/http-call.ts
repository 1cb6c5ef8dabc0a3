import { promisify } from 'node:util'
import { brotliDecompress, gunzip, inflate } from 'node:zlib'
import type { Dispatcher } from 'undici'

/** Larger responses are failures, compressed or not. */
export const MAX_RESPONSE_BYTES = 16 * 1024 * 1024

const DECODERS: Readonly<Record<string, (body: Buffer, options: { maxOutputLength: number }) => Promise<Buffer>>> = {
  gzip: promisify(gunzip),
  deflate: promisify(inflate),
  br: promisify(brotliDecompress),
}

export interface HttpRequest {
  path: string
  headers: Readonly<Record<string, string>>
  body: string
}

export interface HttpResponse {
  status: number
  text: string
}

/**
 * One HTTP request and its response, with a deadline in milliseconds. A raw undici handler, because its streams cost more
 * than parsing a few kilobytes of JSON.
 */
export class HttpCall implements Dispatcher.DispatchHandler {
  /** True when bytes may have been sent; false while waiting for a connection. */
  isStarted = false
  isTimedOut = false
  isAborted = false
  readonly #timeoutMs: number
  readonly #signal: AbortSignal | undefined
  readonly #chunks: Buffer[] = []
  #status = 0
  #encoding = 'identity'
  #controller: Dispatcher.DispatchController | null = null
  #resolve: (response: HttpResponse) => void = () => {}
  #reject: (error: Error) => void = () => {}
  #timer: NodeJS.Timeout | undefined

  constructor(timeoutMs: number, signal?: AbortSignal) {
    this.#timeoutMs = Math.max(0, timeoutMs)
    this.#signal = signal
  }

  /** Sends the request once. @throws Error without a complete response before the deadline, or when it is aborted */
  send(dispatcher: Dispatcher, { path, headers, body }: HttpRequest): Promise<HttpResponse> {
    return new Promise((resolve, reject) => {
      this.#resolve = resolve
      this.#reject = reject
      if (this.#signal?.aborted) return this.#onAbort()
      this.#signal?.addEventListener('abort', this.#onAbort)
      this.#timer = setTimeout(() => this.#onTimeout(), this.#timeoutMs)
      dispatcher.dispatch({ method: 'POST', path, headers, body }, this)
    })
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    // An unsent request stays unsent.
    if (this.isTimedOut || this.isAborted) controller.abort(new Error('the request was given up before it was sent'))
    else this.isStarted = true
    this.#controller = controller
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: Readonly<Record<string, string | string[] | undefined>>,
  ): void {
    this.#status = status
    this.#encoding = String(headers['content-encoding'] ?? 'identity').toLowerCase()
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#chunks.push(chunk)
  }

  onResponseEnd(): void {
    this.#release()
    const [only, ...others] = this.#chunks
    const body = others.length === 0 ? (only ?? Buffer.alloc(0)) : Buffer.concat(this.#chunks)
    if (this.#encoding === 'identity') this.#resolve({ status: this.#status, text: body.toString('utf8') })
    else void this.#decode(body)
  }

  async #decode(body: Buffer): Promise<void> {
    try {
      const decode = DECODERS[this.#encoding]
      if (!decode) throw new Error(`the content encoding ${this.#encoding} is not supported`)
      const decoded = await decode(body, { maxOutputLength: MAX_RESPONSE_BYTES })
      this.#resolve({ status: this.#status, text: decoded.toString('utf8') })
    } catch (error) {
      this.#reject(error instanceof Error ? error : new Error(String(error)))
    }
  }

  onResponseError(_controller: Dispatcher.DispatchController | undefined, error: Error): void {
    this.#release()
    this.#reject(error)
  }

  #onTimeout(): void {
    this.isTimedOut = true
    this.#cancel(new Error(`no response within ${Math.round(this.#timeoutMs)} ms`))
  }

  readonly #onAbort = (): void => {
    this.isAborted = true
    this.#cancel(new Error('the client has closed the connection'))
  }

  #cancel(error: Error): void {
    this.#release()
    this.#controller?.abort(error)
    this.#reject(error)
  }

  #release(): void {
    clearTimeout(this.#timer)
    this.#signal?.removeEventListener('abort', this.#onAbort)
  }
}
