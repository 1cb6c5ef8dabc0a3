// Smoke test of a system that `docker compose up` started with the sandbox and two containers of each process:
// smoke-test.mjs GATEWAY WEB 'docker compose'. Sells tokens while one container of each process is killed, then stops
// everything and expects that our processes end in order. Exits with 1 and the reason at the first fault.
import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { get } from 'node:https'
import { setTimeout as sleep } from 'node:timers/promises'

const [gateway, web, compose = 'docker compose'] = process.argv.slice(2)
const documents = Object.entries(JSON.parse(readFileSync('web/src/gen/persisted-documents.json', 'utf8')))
const PROCESSES = ['users', 'master', 'transactions', 'gateway', 'web']
const SALES = 24
/** HTTPS_PORT of docker-compose.yml. */
const SITE_PORT = 8443
/** From inside, because Docker does not restart a container that `docker kill` ended. */
const KILL_MAIN_PROCESS =
  "process.kill(Number(require('node:fs').readFileSync('/proc/1/task/1/children', 'utf8').split(' ')[0]), 'SIGKILL')"
const PRINT_LEDGER = "fetch('http://127.0.0.1:4010/_admin/ledger').then((it) => it.text()).then(console.log)"
const KILL_REDIS = 'kill -9 $(cat /proc/1/task/1/children)'
const PASSWORD = 'Setrum-Kasir-1'

const docker = (...args) => execFileSync('docker', args, { encoding: 'utf8' }).trim()
const [program, ...composeArgs] = compose.split(' ')
const runCompose = (...args) => execFileSync(program, [...composeArgs, ...args], { encoding: 'utf8' }).trim()
const containersOf = (...services) =>
  runCompose('ps', '--quiet', ...services)
    .split('\n')
    .filter(Boolean)

let token
token = await waitFor('sign-in of the employee on shift', async () => {
  for (const name of ['siti', 'budi', 'dewi']) {
    const { data } = await send('SignIn', { email: `${name}@setrum.test`, password: PASSWORD })
    if (data?.login) return data.login.accessToken
  }
})
const product = await waitFor('product on sale', async () => {
  const { data } = await send('TokenProducts', {})
  return data?.products.find(({ availability }) => availability.sellable)
})
await waitFor('sign-in page', async () => (await fetch(`${web}/masuk`)).ok)
await waitFor('site with its certificate', async () => (await statusAtSite('/masuk')) === 200)
// A browser's request passes the web app, which compares the shown user with the session: only the web app refuses a GET.
assert.equal(await statusAtSite('/graphql', { cookie: 'setrum_access=x' }), 405, 'a browser at the site')
assert.notEqual(await statusAtSite('/graphql'), 405, 'an integrator at the site')
for (const url of [web, gateway]) assert.equal((await fetch(`${url}/metrics`)).status, 404, `metrics of ${url}`)
assert.equal(await statusAtSite('/metrics'), 404, 'metrics of the site')
for (const service of PROCESSES) assert.equal(containersOf(service).length, 2, `two containers of ${service}`)

await waitFor('list in Redis', async () => {
  await send('TokenProducts', {})
  return /^setrum:stale-if-error:/m.test(docker('exec', containersOf('redis')[0], 'redis-cli', 'keys', '*'))
})
const killed = []
kill('redis', 'sh', '-c', KILL_REDIS)

const invoices = new Set()
for (let sale = 0; sale < SALES; sale += 1) {
  const victim = sale > 0 && sale % 4 === 0 ? PROCESSES[sale / 4 - 1] : undefined
  if (victim) kill(victim, 'node', '--eval', KILL_MAIN_PROCESS)
  invoices.add(await sell())
  await waitFor('sign-in page', async () => (await fetch(`${web}/masuk`)).ok)
}
assert.equal(invoices.size, SALES, 'each key buys one token')
const ledger = JSON.parse(docker('exec', containersOf('iak')[0], 'node', '--eval', PRINT_LEDGER))
const bought = ledger.transactions.filter(({ ref_id }) => invoices.has(ref_id.replace('INV', 'INV-')))
assert.equal(bought.length, SALES, 'the biller knows each sale once')
for (const { ref_id, price, debited } of bought) assert.equal(debited, price, `debit of ${ref_id}`)

// The killed containers are started again by their restart policy.
for (const service of PROCESSES) {
  await waitFor(`two healthy containers of ${service}`, () => {
    const healthy = containersOf(service).filter((id) => inspect(id, '{{.State.Health.Status}}') === 'healthy')
    return healthy.length === 2
  })
}
for (const id of killed) assert.equal(inspect(id, '{{.RestartCount}}'), '1', `restarts of ${inspect(id, '{{.Name}}')}`)
await waitFor('Redis', () => docker('exec', containersOf('redis')[0], 'redis-cli', 'ping') === 'PONG')

const all = [...PROCESSES, 'iak'].flatMap((service) => containersOf(service))
const since = new Date().toISOString()
runCompose('stop')
for (const id of all) {
  const name = inspect(id, '{{.Name}}')
  // Next.js exits with the code of the signal.
  assert.match(inspect(id, '{{.State.ExitCode}}'), name.includes('web') ? /^(0|143)$/ : /^0$/, `exit code of ${name}`)
  const { stdout, stderr } = spawnSync('docker', ['logs', '--since', since, id], { encoding: 'utf8' })
  const faults = `${stdout}\n${stderr}`.split('\n').filter((line) => /"level":[56]0/.test(line))
  assert.deepEqual(faults, [], `faults in the log of ${name} at its stop`)
}
console.log(
  `${invoices.size} tokens sold while Redis and one container of each process were killed; all containers stopped in order`,
)

function kill(service, ...command) {
  const [id] = containersOf(service)
  // The exit code depends on whether the command or its container ends first.
  spawnSync('docker', ['exec', id, ...command])
  killed.push(id)
}

/** Sells a token, repeating the same key until there is a response. */
async function sell() {
  const idempotencyKey = randomUUID()
  const input = {
    meterNumber: '12345678901',
    productCode: product.code,
    expectedPrice: product.price,
    confirmDuplicate: true,
    idempotencyKey,
  }
  const { id } = await waitFor('sale', async () => (await send('BuyToken', { input })).data?.buyToken)
  const sold = await waitFor('SUCCESS', async () => {
    const { data } = await send('SaleOutcomeById', { id })
    return data?.transaction?.status === 'SUCCESS' && data.transaction
  })
  assert.match(sold.token, /^\d{20}$/)
  return sold.invoice
}

/** The status of a GET at the site with TLS, whose certificate is Caddy's own. */
function statusAtSite(path, headers = {}) {
  const { hostname } = new URL(gateway)
  const options = { hostname, port: SITE_PORT, path, headers, servername: 'localhost', rejectUnauthorized: false }
  return new Promise((resolve, reject) => {
    get({ ...options, headers: { host: 'localhost', ...headers } }, (response) => {
      response.resume()
      resolve(response.statusCode)
    }).on('error', reject)
  })
}

async function send(operation, variables) {
  const [documentId] = documents.find(([, text]) => new RegExp(`(mutation|query) ${operation}\\b`).test(text))
  const response = await fetch(`${gateway}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
    body: JSON.stringify({ documentId, variables }),
    signal: AbortSignal.timeout(60_000),
  })
  return response.json()
}

async function waitFor(name, attempt) {
  const end = Date.now() + 120_000
  let last
  for (;;) {
    try {
      const result = await attempt()
      if (result) return result
    } catch (error) {
      last = error
    }
    if (Date.now() > end) throw new Error(`${name}: not within two minutes`, { cause: last })
    await sleep(500)
  }
}

function inspect(id, format) {
  return docker('inspect', '--format', format, id)
}
