// What tracing costs the gateway: the same operation with it off, at production's ratio and for every query, in turns
// of one run. Figures are medians of the turns. Requests for each second of the gateway's CPU say how many it can serve,
// whatever else runs on the machine; those by the clock say it only on a calm one.
//   npm run load:tracing [-- seconds of a turn, 2]
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
const turnMs = Number(process.argv[2] ?? 2) * 1_000

const urls = await startSubgraphs()
const gateways = await Promise.all(
  SETTINGS.map(async ({ name, env }) => ({ name, ...(await startPeer('ours', urls, { env })), setting: name })),
)
for (const operation of [operations.poll, operations.dashboard]) {
  const turns = new Map(gateways.map(({ setting }) => [setting, []]))
  for (const gateway of gateways) await turnOf(gateway, operation)
  for (let turn = 0; turn < TURNS; turn += 1) {
    // Each turn begins with another one: whatever the machine does besides meets all of them.
    const order = gateways.map((_, index) => gateways[(index + turn) % gateways.length])
    for (const gateway of order) turns.get(gateway.setting).push(await turnOf(gateway, operation))
  }
  console.log(operation.title)
  const median = (setting, figure) => middle(turns.get(setting).map((turn) => turn[figure]))
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

/** Requests for each second, by the clock and of the gateway's CPU. */
async function turnOf({ url, headers, pid }, operation) {
  const { origin } = new URL(url)
  const pool = new Pool(origin, { connections: AT_ONCE })
  const body = bodyOf(operation)
  const until = performance.now() + turnMs
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

/** What a process has used so far, in Linux's hundredths of a second. */
function cpuSeconds(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ')
  return (Number(fields[11]) + Number(fields[12])) / 100
}

function middle(values) {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]
}
