// Starts the built web app: Next.js's standalone server, configured by the variables that all our processes share.
// `npm run build -w web` copies this file beside that server; the image and the tests run the copy. It imports nothing
// from node_modules, because the standalone output contains only the packages that Next.js traced.
import { createServer } from 'node:net'
import './forwarded-for.mjs'

// Until Next.js handles signals: as the first process of a container this one would ignore them.
const exitAtOnce = (signal) => {
  if (process.listenerCount(signal) === 1) process.exit(0)
}
for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, exitAtOnce)

const isProduction = process.env.NODE_ENV === 'production'
const localGateway = `http://127.0.0.1:${port('GATEWAY_PORT', '4000')}`
const env = {
  WEB_PORT: port('WEB_PORT', '3000'),
  HOST: str('HOST', '127.0.0.1'),
  GATEWAY_URL: httpUrl('GATEWAY_URL', isProduction ? '' : localGateway),
  BUSINESS_TIME_ZONE: timeZone('BUSINESS_TIME_ZONE', 'Asia/Jakarta'),
}

// Next.js reports a taken port as a stack trace that does not name WEB_PORT.
const probe = createServer()
await new Promise((resolve, reject) => {
  probe.once('error', reject).listen(Number(env.WEB_PORT), env.HOST, resolve)
}).catch(({ code, message }) => {
  if (code !== 'EADDRINUSE') exitWithMessage(`HOST or WEB_PORT has a value that cannot be used: ${message}.`)
  exitWithMessage(
    `Port ${env.WEB_PORT} is already taken. Set WEB_PORT to a free port, or stop the program that uses it.`,
  )
})
await new Promise((resolve) => probe.close(resolve))

// The standalone server reads PORT and HOSTNAME, the pages read the others (src/env.ts).
Object.assign(process.env, env, { NODE_ENV: 'production', PORT: env.WEB_PORT, HOSTNAME: env.HOST })
await import('./server.js').catch((error) => {
  if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error
  exitWithMessage('The web app is not built yet: run npm run build -w web, then npm start -w web.')
})

function str(name, byDefault) {
  return process.env[name] || byDefault
}

function port(name, byDefault) {
  const value = str(name, byDefault)
  if (!/^\d+$/.test(value) || value < 1 || value > 65_535) refuse(name, 'a port from 1 to 65535.')
  return value
}

function timeZone(name, byDefault) {
  const value = str(name, byDefault)
  try {
    new Intl.DateTimeFormat('en', { timeZone: value })
  } catch {
    refuse(name, 'a name such as Asia/Jakarta.')
  }
  return value
}

function httpUrl(name, byDefault) {
  const value = str(name, byDefault)
  if (!value) exitWithMessage(`${name} is not set, and it has no default in production.`)
  if (!/^https?:\/\/./.test(value) || !URL.canParse(value)) refuse(name, 'an address such as http://gateway:4000.')
  return value
}

function refuse(name, expected) {
  exitWithMessage(`${name} has a value that cannot be used: ${expected}`)
}

function exitWithMessage(message) {
  console.error(message)
  process.exit(1)
}
