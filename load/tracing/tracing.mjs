// Measures the cost of tracing in the gateway: the same operation with tracing off, at production's ratio and for every
// query, in interleaved rounds. Results are medians. Requests per second of the gateway's CPU are independent of other
// load on the machine; requests per second of wall-clock time are not.
//   npm run load:tracing [-- seconds of a round, 2]
import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { Pool } from 'undici'
import { bodyOf, operations } from '../peers/src/operations.mjs'
import { startPeer, startSubgraphs, stopAll } from '../peers/src/processes.mjs'

const TURNS = 15
const AT_ONCE = 16
const SETTINGS = [
  { name: 'off', env: {} },
  { name: '0.1', env: { TRACE_SAMPLE_RATIO: '0.1' } },
  { name: '1', env: { TRACE_SAMPLE_RATIO: '1' } },
]
const roundMs = Number(process.argv[2] ?? 2) * 1_000

const urls = await startSubgraphs()
const gateways = await Promise.all(
  SETTINGS.map(async ({ name, env }) => ({ name, ...(await startPeer('ours', urls, { env })), setting: name })),
)
for (const operation of [operations.poll, operations.dashboard]) {
  const rounds = new Map(gateways.map(({ setting }) => [setting, []]))
  for (const gateway of gateways) await turnOf(gateway, operation)
  for (let turn = 0; turn < TURNS; turn += 1) {
    // The order rotates, so that other load on the machine affects all settings alike.
    const order = gateways.map((_, index) => gateways[(index + turn) % gateways.length])
    for (const gateway of order) rounds.get(gateway.setting).push(await turnOf(gateway, operation))
  }
  console.log(operation.title)
  const median = (setting, figure) => middle(rounds.get(setting).map((turn) => turn[figure]))
  for (const { setting } of gateways) {
    const figures = ['perSecond', 'perCpuSecond'].map(
      (figure) =>
        `${Math.round(median(setting, figure))} (${(median(setting, figure) / median('off', figure)).toFixed(3)})`,
    )
    console.log(`  tracing ${setting.padEnd(3)}  by the clock ${figures[0]}  by CPU ${figures[1]}`)
  }
}
stopAll()
process.exit()

/** Requests per second of wall-clock time and of the gateway's CPU time. */
async function turnOf({ url, headers, pid }, operation) {
  const { origin } = new URL(url)
  const pool = new Pool(origin, { connections: AT_ONCE })
  const body = bodyOf(operation)
  const until = performance.now() + roundMs
  let count = 0
  const startedAt = performance.now()
  const cpuBefore = cpuSeconds(pid)
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
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
  const figures = {
    perSecond: (count * 1_000) / (performance.now() - startedAt),
    perCpuSecond: count / (cpuSeconds(pid) - cpuBefore),
  }
  await pool.close()
  await sleep(100)
  return figures
}

/** CPU time of a process so far, in seconds; Linux counts in hundredths. */
function cpuSeconds(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ')
  return (Number(fields[11]) + Number(fields[12])) / 100
}

function middle(values) {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]
}
