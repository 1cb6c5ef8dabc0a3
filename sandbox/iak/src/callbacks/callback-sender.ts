import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from '@setrum/service-runtime'
import { Agent, request } from 'undici'
import type { Settings } from '../settings.js'

export interface CallbackRequest {
  body: string
  contentType?: string
  headers?: Record<string, string>
  /** Local address of the connection, such as 127.0.0.9. */
  localAddress?: string
}

/** Posts callbacks to the configured URL of the account. */
export class CallbackSender {
  readonly #options: { callbackUrl: string; logger: Logger }
  readonly #settings: () => Settings
  readonly #stopped = new AbortController()
  // Limits the load on the receiver when many sales settle at once.
  readonly #agent = new Agent({ connections: 16, headersTimeout: 5_000, bodyTimeout: 5_000 })

  constructor(options: { callbackUrl: string; logger: Logger }, settings: () => Settings) {
    this.#options = options
    this.#settings = settings
  }

  /** Sends one callback, with retries for 5xx responses and connection errors. Never throws. */
  async post({ body, contentType = 'application/json', headers = {}, localAddress }: CallbackRequest): Promise<void> {
    const { callbackRetries, callbackRetryMs } = this.#settings()
    const dispatcher = localAddress === undefined ? this.#agent : new Agent({ localAddress, pipelining: 0 })
    for (let attempt = 0; attempt <= callbackRetries && !this.#stopped.signal.aborted; attempt += 1) {
      if (attempt > 0) await this.wait(callbackRetryMs * attempt)
      try {
        const response = await request(this.#options.callbackUrl, {
          method: 'POST',
          headers: { 'content-type': contentType, ...headers },
          body,
          dispatcher,
          signal: this.#stopped.signal,
        })
        await response.body.dump()
        // A 4xx is final; only a 5xx is retried.
        if (response.statusCode < 500) return
      } catch (err) {
        this.#options.logger.debug({ event: 'sandbox.callback_failed', err }, 'callback could not be delivered')
      }
    }
  }

  /** Waits; ends early when the sandbox stops. */
  async wait(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal: this.#stopped.signal }).catch(() => undefined)
  }

  async stop(): Promise<void> {
    this.#stopped.abort()
    await this.#agent.destroy()
  }
}
