// Runs one scenario on its own system, then reconciles the ledgers.
//
// node run.mjs dashboard | till | day      SECONDS 60
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expectLedgersToReconcile, startStack, waitUntil } from '../../packages/testing/dist/index.js'
import { describeMachine } from '../report/results.mjs'
import { scenarios } from './scenarios.mjs'

const [name = 'day'] = process.argv.slice(2)
const seconds = Number(process.env.SECONDS ?? 60)
const scenario = scenarios(seconds)[name]
if (!scenario) throw new Error(`unknown scenario ${name}`)
const file = (path) => fileURLToPath(new URL(path, import.meta.url))
const date = new Date().toISOString()
const path = file(`./results/${date.replace(/[:.]/g, '-')}-${name}.json`)
const report = file('./.report.json')
const script = file('./.scenario.json')

// No rate limit.
const stack = await startStack()
try {
  const adminToken = await stack.asAdmin()
  const { accessToken } = await stack.anEmployee(adminToken)
  writeFileSync(script, JSON.stringify(scenario))
  const artillery = spawn(
    process.execPath,
    [
      file('./node_modules/artillery/bin/run'),
      'run',
      '--target',
      stack.stack.url('gateway'),
      '--output',
      report,
      script,
    ],
    {
      cwd: file('.'),
      stdio: 'inherit',
      env: {
        ...process.env,
        ARTILLERY_DISABLE_TELEMETRY: 'true',
        ADMIN_TOKEN: adminToken,
        EMPLOYEE_TOKEN: accessToken,
      },
    },
  )
  const [exitCode] = await once(artillery, 'exit')
  const sales = await waitForSettledSales(stack, adminToken)
  await expectLedgersToReconcile(stack.biller, sales)
  console.log(`the ledgers reconcile: ${sales.length} sales`)
  const { aggregate } = (await import(report, { with: { type: 'json' } })).default
  const { counters, summaries } = aggregate
  mkdirSync(file('./results'), { recursive: true })
  const result = {
    date,
    machine: describeMachine(),
    scenario: name,
    seconds,
    counters,
    responseTime: summaries['http.response_time'],
    sales: sales.length,
    isWithinLimits: exitCode === 0,
  }
  writeFileSync(path, `${JSON.stringify(result, null, 1)}\n`)
  console.log(`written: ${path}`)
  process.exitCode = exitCode ?? 1
} finally {
  await stack.stop()
  rmSync(report, { force: true })
  rmSync(script, { force: true })
}

/** Waits until all sales are final. */
async function waitForSettledSales({ graph }, token) {
  let sales = []
  await waitUntil(
    async () => {
      sales = await fetchAllSales(graph, token)
      return sales.every(({ status }) => status === 'SUCCESS' || status === 'FAILED')
    },
    { what: 'all sales to be settled', within: 60_000 },
  )
  return sales
}

async function fetchAllSales(graph, token) {
  const sales = []
  for (let after = null; ; ) {
    const { data } = await graph(
      'query($after: String) { transactions(first: 100, after: $after) { nodes { invoice status createdAt } pageInfo { hasNextPage endCursor } } }',
      { after },
      token,
    )
    sales.push(...data.transactions.nodes)
    if (!data.transactions.pageInfo.hasNextPage) return sales
    after = data.transactions.pageInfo.endCursor
  }
}
