import { createServer, type Logger, listen } from '@setrum/process'
import { adminRoutes } from './admin.js'
import { prepaidMessage } from './messages.js'
import { postpaidRoutes } from './postpaid.js'
import { prepaidRoutes } from './prepaid.js'
import type { Settings } from './settings.js'
import { settleDue } from './settle.js'
import { World } from './world.js'

/** How often the sandbox looks for transactions that are due. */
const TICK_MS = 20

export interface SandboxOptions {
  logger: Logger
  host?: string
  /** 0 for any free port. */
  port?: number
  username?: string
  apiKey?: string
  /** Processing time of prepaid; see `Settings.delay`. */
  delay?: Settings['delay']
  callbackUrl?: string
  journal?: string | null
  seed?: number
}

/** The account that the sandbox accepts when nobody says otherwise. */
export const SANDBOX_ACCOUNT = { username: '081200001111', apiKey: 'demo-key-123' } as const

/** Starts the biller's stand-in. */
export async function startIakSandbox(options: SandboxOptions) {
  const { logger, host = '127.0.0.1', port = 0 } = options
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
  // Whatever is no JSON reaches the routes as null, which they answer with the biller's own code 107.
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'string' }, (request, body, done) => {
    const isJson = String(request.headers['content-type']).includes('json')
    done(null, isJson ? parseJson(String(body)) : null)
  })
  app.setNotFoundHandler((_request, reply) => reply.send({ data: { rc: '117', message: prepaidMessage('117') } }))
  prepaidRoutes(app, world)
  postpaidRoutes(app, world)
  adminRoutes(app, world)
  const timer = setInterval(() => settleDue(world), TICK_MS)

  const listeningOn = await listen(app, { host, port, portVariable: 'IAK_SANDBOX_PORT' })
  return {
    port: listeningOn,
    url: `http://${host}:${listeningOn}`,
    world,
    stop: async () => {
      clearInterval(timer)
      app.server.closeAllConnections()
      await app.close()
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
