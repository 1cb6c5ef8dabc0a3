import { createLogger, createServer, type Logger, listen } from '@setrum/service-runtime'
import { adminRoutes, readLedger } from './admin.js'
import { errorRoutes } from './errors.js'
import { postpaidRoutes } from './postpaid/routes.js'
import { prepaidRoutes } from './prepaid/routes.js'
import type { Settings } from './settings.js'
import { settleDue } from './settle.js'
import { World } from './world.js'

/** How often the sandbox looks for transactions that are due. */
const TICK_MS = 20
/** Time for one answer to go out. */
const ANSWER_MS = 20

export interface SandboxOptions {
  /** Says nothing unless given. */
  logger?: Logger
  host?: string
  /** 0 for any free port. */
  port?: number
  username?: string
  apiKey?: string
  /** Processing time of prepaid; see `Settings.delay`. */
  delay?: Settings['delay']
  callbackUrl?: string
  /** A file in which the books outlive the process; null for memory only. */
  journal?: string | null
  seed?: number
}

/** The account that the sandbox accepts when nobody says otherwise. */
export const SANDBOX_ACCOUNT = { username: '081200001111', apiKey: 'demo-key-123' } as const

/**
 * Starts the biller's stand-in.
 * @throws PortTakenError when the port is in use
 */
export async function startIakSandbox(options: SandboxOptions = {}) {
  const { logger = createLogger('iak-sandbox', 'silent'), host = '127.0.0.1', port = 0 } = options
  const world = new World({
    username: options.username ?? SANDBOX_ACCOUNT.username,
    apiKey: options.apiKey ?? SANDBOX_ACCOUNT.apiKey,
    delay: options.delay === undefined ? 'seeded' : options.delay,
    callbackUrl: options.callbackUrl ?? 'http://127.0.0.1:4000/callbacks/iak',
    journal: options.journal ?? null,
    seed: options.seed ?? 20_240_710,
    logger,
  })
  const { app } = createServer({ logger, isReady: () => true })
  // A late answer must stay late: it is the client that gives up first.
  app.server.setTimeout(0)
  // Whatever is no JSON reaches the routes as null, which they answer with the biller's own code 107.
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'string' }, (request, body, done) => {
    const isJson = String(request.headers['content-type']).includes('json')
    done(null, isJson ? parseJson(String(body)) : null)
  })
  const down = () => {
    app.server.close()
    app.server.closeAllConnections()
  }
  const up = () => new Promise<void>((resolve) => app.server.listen(listeningOn, host, resolve))

  errorRoutes(app)
  prepaidRoutes(app, world)
  postpaidRoutes(app, world)
  adminRoutes(app, {
    world,
    // The answer goes out first; then nobody gets in until the time is over.
    beDown: (ms) => {
      setTimeout(down, ANSWER_MS)
      setTimeout(up, ANSWER_MS + ms)
    },
  })
  const listeningOn = await listen(app, { host, port, portVariable: 'IAK_SANDBOX_PORT' })
  const timer = setInterval(() => settleDue(world), TICK_MS)

  return {
    port: listeningOn,
    url: `http://${host}:${listeningOn}`,
    world,
    /** The books, as `GET /_admin/ledger` shows them. */
    ledger: () => readLedger(world),
    /** Refuses connections until `up`. */
    down,
    up,
    stop: async () => {
      clearInterval(timer)
      await world.callbacks.stop()
      app.server.closeAllConnections()
      await app.close()
      world.ledger.close()
    },
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
