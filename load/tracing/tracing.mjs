// Cost of tracing in the gateway: the same operation with tracing off, at the production ratio and for every query, in
// alternation; medians. Requests per second of the gateway's CPU time are valid on a busy machine; requests per second
// of wall-clock time only on an idle one.
//   npm run load:tracing [-- seconds per round, 2]
import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { Pool } from 'undici'
import { bodyOf, operations } from '../peers/src/operations.mjs'
import { startPeer, startSubgraphs, stopAll } from '../peers/src/processes.mjs'

const ROUNDS = 15
const CONNECTIONS = 16
const SETTINGS = [
  { name: 'off', env: {} },
  { name: '0.1', env: { TRACE_SAMPLE_RATIO: '0.1' } },
  { name: '1', env: { TRACE_SAMPLE_RATIO: '1' } },
]
const roundMs = Number(process.argv[2] ?? 2) * 1_000

const subgraphs = await startSubgraphs()
const gateways = await Promise.all(
  SETTINGS.map(async ({ name, env }) => ({ name, ...(await startPeer('ours', subgraphs, { env })), setting: name })),
)
for (const operation of [operations.poll, operations.dashboard]) {
  const rounds = new Map(gateways.map(({ setting }) => [setting, []]))
  for (const gateway of gateways) await measure(gateway, operation)
  for (let round = 0; round < ROUNDS; round += 1) {
    // Each round begins with another gateway, so that other load on the machine affects all alike.
    const order = gateways.map((_, index) => gateways[(index + round) % gateways.length])
    for (const gateway of order) rounds.get(gateway.setting).push(await measure(gateway, operation))
  }
  console.log(operation.title)
  const median = (setting, metric) => middle(rounds.get(setting).map((round) => round[metric]))
  for (const { setting } of gateways) {
    const rates = ['perSecond', 'perCpuSecond'].map(
      (metric) =>
        `${Math.round(median(setting, metric))} (${(median(setting, metric) / median('off', metric)).toFixed(3)})`,
    )
    console.log(`  tracing ${setting.padEnd(3)}  per second ${rates[0]}  per CPU second ${rates[1]}`)
  }
}
stopAll()
process.exit()

/** Requests per second of wall-clock time and of the gateway's CPU time. */
async function measure({ url, headers, pid }, operation) {
  const { origin } = new URL(url)
  const pool = new Pool(origin, { connections: CONNECTIONS })
  const body = bodyOf(operation)
  const until = performance.now() + roundMs
  let count = 0
  const startedAt = performance.now()
  const cpuBefore = cpuSeconds(pid)
  await Promise.all(
    Array.from({ length: CONNECTIONS }, async () => {
      while (performance.now() < until) {
        const response = await pool.request({
          method: 'POST',
          path: '/graphql',
          headers: { 'content-type': 'application/json', ...headers },
          body,
        })
        const text = await response.body.text()
        if (response.statusCode !== 200 || text.includes('"errors"')) throw new Error(text.slice(0, 200))
        count += 1
      }
    }),
  )
  const rates = {
    perSecond: (count * 1_000) / (performance.now() - startedAt),
    perCpuSecond: count / (cpuSeconds(pid) - cpuBefore),
  }
  await pool.close()
  await sleep(100)
  return rates
}

/** CPU seconds of a process; Linux counts in hundredths. */
function cpuSeconds(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ')
  return (Number(fields[11]) + Number(fields[12])) / 100
}

function middle(values) {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]
}
