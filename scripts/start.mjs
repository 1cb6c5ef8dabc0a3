// npm start: installs, builds, starts the whole system and prints its addresses.
//   --api     without the web app
//   --watch   npm run dev: compiles on every change and restarts what it concerns; the web app reloads by itself
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { build, install, QUIET, ROOT } from './build.mjs'

const withWeb = !process.argv.includes('--api')
const isWatching = process.argv.includes('--watch')
if (existsSync(join(ROOT, '.env'))) process.loadEnvFile(join(ROOT, '.env'))

install()
build({ web: withWeb && !isWatching })

const { DevStack, StartError } = await import('../packages/dev-stack/dist/index.js')

const watch = isWatching ? await import('./watch.mjs') : null
const dataDir = resolve(ROOT, process.env.DATA_DIR || '.data')
const isEmbedded = !process.env.MONGODB_URI
const isSandbox = !process.env.IAK_PREPAID_URL
const stack = new DevStack({
  env: {
    ...QUIET,
    ...process.env,
    DATA_DIR: dataDir,
    DEMO_DATA: process.env.DEMO_DATA || String(isEmbedded),
  },
  logDir: join(dataDir, 'logs'),
  without: withWeb ? [] : ['web'],
  watch: isWatching,
  onOutput: watch?.printLog,
  onDeath: ({ name, code, signal, logFile }) => {
    console.error(`\n✖ ${name} ended (${signal ?? `exit code ${code}`}). The others go on. Its log: ${logFile}`)
  },
})

let isStopping = false
async function stop() {
  if (isStopping) return
  isStopping = true
  console.log('\nStopping …')
  watch?.stop()
  await stack.stop()
  console.log('Everything is stopped.')
  process.exit(0)
}
process.on('SIGINT', stop)
process.on('SIGTERM', stop)
process.on('SIGHUP', stop)

const startedAt = Date.now()
try {
  console.log('Starting …')
  await stack.start()
} catch (error) {
  if (isStopping) await new Promise(() => {})
  console.error(error instanceof StartError ? `\n${error.message}` : error)
  await stack.stop()
  process.exit(1)
}
printTable()
watch?.start()

function printTable() {
  const rows = stack.specs.map(({ name, title, portVariable }) => {
    const at = name === 'mongodb' ? `mongodb://127.0.0.1:${stack.port(name)}` : stack.url(name)
    return [title, at, portVariable]
  })
  const width = (column) => Math.max(...rows.map((row) => row[column].length))
  const lines = rows.map(([title, at, variable]) => `  ${title.padEnd(width(0))}  ${at.padEnd(width(1))}  ${variable}`)
  console.log(`\nSetrum is running (${((Date.now() - startedAt) / 1000).toFixed(1)} s).\n`)
  console.log(lines.join('\n'))
  console.log(`\n  Playground   ${stack.url('gateway')}/graphql`)
  if (withWeb) console.log(`  Counter      ${stack.url('web')}`)
  if (process.env.DEMO_DATA !== 'false' && isEmbedded) {
    console.log('\n  Sign in as   admin@setrum.test   Setrum-Admin-1   the owner')
    console.log('               siti@setrum.test    Setrum-Kasir-1   sells 08:00-15:59 (Asia/Jakarta)')
    console.log('               budi@setrum.test    Setrum-Kasir-1   sells 16:00-23:59')
    console.log('               dewi@setrum.test    Setrum-Kasir-1   sells 00:00-07:59')
  }
  if (isEmbedded)
    console.log(
      '\n  The database is the embedded one: for trying out, development and tests. Set MONGODB_URI for MongoDB.',
    )
  if (isSandbox)
    console.log(
      '  The biller is the sandbox: no real token is bought. Meter 12345678901 works. Set IAK_… for the real one.',
    )
  console.log(`  Logs         ${join(dataDir, 'logs')}\n\n  Ctrl-C stops everything.\n`)
}
