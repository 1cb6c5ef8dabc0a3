import type { Dispatcher } from 'undici'

export interface Posted {
  path: string
  headers: Readonly<Record<string, string>>
  body: string
}

export interface Received {
  status: number
  text: string
}

/**
 * One request and its answer, to the millisecond in time. As a handler of undici's own events, because streams and abort
 * signals around a few kilobytes of JSON take longer than the JSON.
 */
export class Exchange implements Dispatcher.DispatchHandler {
  /** Whether anything may have been sent; not while it waits for a connection. */
  isStarted = false
  isOverdue = false
  readonly #timeoutMs: number
  readonly #chunks: Buffer[] = []
  #status = 0
  #controller: Dispatcher.DispatchController | null = null
  #resolve: (received: Received) => void = () => {}
  #reject: (error: Error) => void = () => {}
  #timer: NodeJS.Timeout | undefined

  constructor(timeoutMs: number) {
    this.#timeoutMs = Math.max(0, timeoutMs)
  }

  /** Sends once. @throws Error when there is no whole answer within the time */
  send(dispatcher: Dispatcher, { path, headers, body }: Posted): Promise<Received> {
    return new Promise((resolve, reject) => {
      this.#resolve = resolve
      this.#reject = reject
      this.#timer = setTimeout(() => this.#overdue(), this.#timeoutMs)
      dispatcher.dispatch({ method: 'POST', path, headers, body }, this)
    })
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    // Nobody waits any more: what has not been sent stays unsent.
    if (this.isOverdue) controller.abort(new Error('overdue'))
    else this.isStarted = true
    this.#controller = controller
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number): void {
    this.#status = status
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#chunks.push(chunk)
  }

  onResponseEnd(): void {
    clearTimeout(this.#timer)
    const [only, ...others] = this.#chunks
    const whole = others.length === 0 ? only : Buffer.concat(this.#chunks)
    this.#resolve({ status: this.#status, text: whole?.toString('utf8') ?? '' })
  }

  onResponseError(_controller: Dispatcher.DispatchController | undefined, error: Error): void {
    clearTimeout(this.#timer)
    this.#reject(error)
  }

  #overdue(): void {
    this.isOverdue = true
    const error = new Error(`no answer within ${Math.round(this.#timeoutMs)} ms`)
    this.#controller?.abort(error)
    this.#reject(error)
  }
}
