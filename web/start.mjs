// Starts the built web app on WEB_PORT. A server of our own around Next's documented API, rather than `next start`,
// because the port is called WEB_PORT here, a taken port must be a sentence that names it, and SIGTERM must drain.
import { existsSync } from 'node:fs'
import { createServer } from 'node:http'
import { fileURLToPath } from 'node:url'
import { EnvError, httpUrl, port, readEnv, str } from '@setrum/service-runtime'
import { BUSINESS_TIME_ZONE } from '@setrum/units'
import next from 'next'
import './forwarded-for.mjs'

const dir = fileURLToPath(new URL('.', import.meta.url))
const DRAIN_MS = 14_000

const isProduction = process.env.NODE_ENV === 'production'

function refuse(sentence) {
  console.error(sentence)
  process.exit(1)
}

function settings() {
  try {
    return readEnv({
      WEB_PORT: port({ default: 3000 }),
      HOST: str({ default: '127.0.0.1' }),
      GATEWAY_PORT: port({ default: 4000 }),
      BUSINESS_TIME_ZONE: str({ default: BUSINESS_TIME_ZONE }),
      GATEWAY_URL: isProduction
        ? httpUrl({ desc: 'The address of the gateway, such as http://gateway:4000.' })
        : httpUrl({ default: '' }),
    })
  } catch (error) {
    if (error instanceof EnvError) return refuse(error.message)
    throw error
  }
}

const env = settings()
try {
  new Intl.DateTimeFormat('en', { timeZone: env.BUSINESS_TIME_ZONE })
} catch {
  refuse('BUSINESS_TIME_ZONE has a value that cannot be used: a name such as Asia/Jakarta.')
}
if (!existsSync(`${dir}.next/BUILD_ID`)) refuse('The web app is not built yet: run npm run build -w web.')
// What src/env.ts reads, with the default filled in.
process.env.GATEWAY_URL = env.GATEWAY_URL || `http://127.0.0.1:${env.GATEWAY_PORT}`
process.env.NODE_ENV = 'production'

const server = createServer()
const app = next({ dev: false, dir, hostname: env.HOST, port: env.WEB_PORT, httpServer: server })
server.on('error', (error) => {
  if (error.code !== 'EADDRINUSE') throw error
  refuse(`Port ${env.WEB_PORT} is already taken. Set WEB_PORT to a free port, or stop the program that uses it.`)
})

await app.prepare()
const handle = app.getRequestHandler()
server.on('request', (request, response) => handle(request, response))
server.listen(env.WEB_PORT, env.HOST, () => {
  console.log(`The web app listens on http://${env.HOST}:${env.WEB_PORT}, the gateway is ${process.env.GATEWAY_URL}`)
})

function stop() {
  setTimeout(() => process.exit(0), DRAIN_MS).unref()
  server.close(() => process.exit(0))
  server.closeIdleConnections()
}
process.once('SIGTERM', stop)
process.once('SIGINT', stop)
