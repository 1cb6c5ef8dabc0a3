import { createLogger, createServer, type Logger, listen, parseJson } from '@setrum/service-runtime'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { adminRoutes, readLedger } from './http/admin.js'
import { settleDue } from './ledger/settlement.js'
import * as postpaid from './postpaid/responses.js'
import { postpaidRoutes } from './postpaid/routes.js'
import * as prepaid from './prepaid/responses.js'
import { prepaidRoutes } from './prepaid/routes.js'
import type { Settings } from './settings.js'
import { SandboxState } from './state.js'

/** Interval of the check for due transactions. */
const TICK_MS = 20
/** Time for the response of `/_admin/down` to be sent. */
const RESPONSE_MS = 20

export interface SandboxOptions {
  /** Silent by default. */
  logger?: Logger
  host?: string
  /** 0: any free port. */
  port?: number
  username?: string
  apiKey?: string
  /** Processing time of prepaid; see `Settings.delay`. */
  delay?: Settings['delay']
  callbackUrl?: string
  /** File that preserves the ledger over restarts; null: in memory only. */
  ledgerFile?: string | null
  seed?: number
}

/** The default account. */
export const SANDBOX_ACCOUNT = { username: '081200001111', apiKey: 'demo-key-123' } as const

/**
 * Starts the biller sandbox.
 * @throws PortTakenError when the port is in use
 */
export async function startIakSandbox(options: SandboxOptions = {}) {
  const { logger = createLogger('iak-sandbox', 'silent'), host = '127.0.0.1', port = 0 } = options
  const state = new SandboxState({
    username: options.username ?? SANDBOX_ACCOUNT.username,
    apiKey: options.apiKey ?? SANDBOX_ACCOUNT.apiKey,
    delay: options.delay === undefined ? 'seeded' : options.delay,
    callbackUrl: options.callbackUrl ?? 'http://127.0.0.1:4000/callbacks/iak',
    ledgerFile: options.ledgerFile ?? null,
    seed: options.seed ?? 20_240_710,
    logger,
  })
  const { app } = createServer({ logger, isReady: () => true })
  // No server timeout: slow responses must outlast the client's timeout.
  app.server.setTimeout(0)
  // A body that is not JSON reaches the routes as null; they return code 107.
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'string' }, (request, body, done) => {
    const isJson = String(request.headers['content-type']).includes('json')
    done(null, isJson ? (parseJson(String(body)) ?? null) : null)
  })
  const down = () => {
    app.server.close()
    app.server.closeAllConnections()
  }
  const up = () => new Promise<void>((resolve) => app.server.listen(listeningOn, host, resolve))

  handleErrors(app)
  prepaidRoutes(app, state)
  postpaidRoutes(app, state)
  adminRoutes(app, {
    state,
    // Send the response first, then stop listening.
    pause: (ms) => {
      setTimeout(down, RESPONSE_MS)
      setTimeout(up, RESPONSE_MS + ms)
    },
  })
  const listeningOn = await listen(app, { host, port, portVariable: 'IAK_SANDBOX_PORT' })
  const timer = setInterval(() => settleDue(state), TICK_MS)

  return {
    port: listeningOn,
    url: `http://${host}:${listeningOn}`,
    state,
    /** The ledger as `GET /_admin/ledger` returns it. */
    ledger: () => readLedger(state),
    /** Refuses connections until `up`. */
    down,
    up,
    stop: async () => {
      clearInterval(timer)
      await state.callbacks.stop()
      app.server.closeAllConnections()
      await app.close()
      state.ledger.close()
    },
  }
}

/** Responses for unknown paths and for invalid bodies of the admin API. */
function handleErrors(app: FastifyInstance): void {
  app.setNotFoundHandler((request, reply) => {
    if (request.url.startsWith('/_admin')) return reply.code(404).send({ error: `there is no ${request.url}` })
    const { envelope, errorResponse } = request.url.startsWith('/api/v1/') ? postpaid : prepaid
    return reply.send(envelope(errorResponse('117')))
  })
  app.setErrorHandler((error, _request, reply) =>
    error instanceof z.ZodError ? reply.code(400).send({ error: z.prettifyError(error) }) : reply.send(error),
  )
}
