import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from '@setrum/service-runtime'
import { Agent, request } from 'undici'
import type { Settings } from './settings.js'

export interface Posted {
  body: string
  contentType?: string
  headers?: Record<string, string>
  /** Another address of this machine to come from, such as 127.0.0.9. */
  from?: string
}

/** Posts callbacks to the one address that the account has configured. */
export class CallbackSender {
  readonly #options: { callbackUrl: string; logger: Logger }
  readonly #settings: () => Settings
  readonly #stopped = new AbortController()
  // A crowd of sales that settle at once waits in line; the receiver has its own other work.
  readonly #agent = new Agent({ connections: 16, headersTimeout: 5_000, bodyTimeout: 5_000 })

  constructor(options: { callbackUrl: string; logger: Logger }, settings: () => Settings) {
    this.#options = options
    this.#settings = settings
  }

  /** Sends one callback; a receiver that is ill or absent is tried again as the settings say. Never throws. */
  async post({ body, contentType = 'application/json', headers = {}, from }: Posted): Promise<void> {
    const { callbackRetries, callbackRetryMs } = this.#settings()
    // Connections from another address are not kept: they are few.
    const dispatcher = from === undefined ? this.#agent : new Agent({ localAddress: from, pipelining: 0 })
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
        // A refusal is an answer; only a receiver that is ill is tried again.
        if (response.statusCode < 500) return
      } catch (err) {
        this.#options.logger.debug({ err }, 'a callback was not taken')
      }
    }
  }

  /** Waits, but not longer than the sandbox runs. */
  async wait(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal: this.#stopped.signal }).catch(() => undefined)
  }

  async stop(): Promise<void> {
    this.#stopped.abort()
    await this.#agent.destroy()
  }
}
