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
 * One HTTP request and its response, with a deadline in milliseconds. A raw undici handler, because streams and abort
 * signals cost more than parsing a few kilobytes of JSON.
 */
export class HttpCall implements Dispatcher.DispatchHandler {
  /** True when bytes may have been sent; false while waiting for a connection. */
  isStarted = false
  isTimedOut = false
  readonly #timeoutMs: number
  readonly #chunks: Buffer[] = []
  #status = 0
  #encoding = 'identity'
  #controller: Dispatcher.DispatchController | null = null
  #resolve: (response: HttpResponse) => void = () => {}
  #reject: (error: Error) => void = () => {}
  #timer: NodeJS.Timeout | undefined

  constructor(timeoutMs: number) {
    this.#timeoutMs = Math.max(0, timeoutMs)
  }

  /** Sends the request once. @throws Error without a complete response before the deadline */
  send(dispatcher: Dispatcher, { path, headers, body }: HttpRequest): Promise<HttpResponse> {
    return new Promise((resolve, reject) => {
      this.#resolve = resolve
      this.#reject = reject
      this.#timer = setTimeout(() => this.#onTimeout(), this.#timeoutMs)
      dispatcher.dispatch({ method: 'POST', path, headers, body }, this)
    })
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    // The deadline has passed: an unsent request stays unsent.
    if (this.isTimedOut) controller.abort(new Error('the deadline has passed'))
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
    clearTimeout(this.#timer)
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
    clearTimeout(this.#timer)
    this.#reject(error)
  }

  #onTimeout(): void {
    this.isTimedOut = true
    const error = new Error(`no response within ${Math.round(this.#timeoutMs)} ms`)
    this.#controller?.abort(error)
    this.#reject(error)
  }
}
