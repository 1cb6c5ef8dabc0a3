// Token sales per second through gateway, transactions, embedded database and a biller that responds at once, alternating
// with plain inserts of a row of the same size into the same database. The result is the ratio.
//   npm run load:selling [-- --rounds 3 --seconds 10 --clients 32 --sales 100000]
// With --sales it continues until that many sales, and prints the memory of the processes.
import { randomUUID } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { expectLedgersToReconcile, startStack } from '@setrum/testing'
import { MongoClient } from 'mongodb'
import { Pool } from 'undici'
import { describeMachine } from '../report/results.mjs'

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '10' },
    clients: { type: 'string', default: '32' },
    sales: { type: 'string', default: '0' },
  },
})
const [rounds, seconds, clients, sales] = ['rounds', 'seconds', 'clients', 'sales'].map((name) => Number(options[name]))

const PROCESSES = ['gateway', 'transactions', 'mongodb', 'iak']
const BUY = 'mutation Buy($input: BuyTokenInput!) { buyToken(input: $input) { id invoice status token kwh } }'

const running = await startStack({
  env: {
    LOG_LEVEL: 'warn',
    IAK_SANDBOX_DELAY_MS: '0',
  },
})
const database = await MongoClient.connect(
  `mongodb://127.0.0.1:${running.stack.port('mongodb')}/?directConnection=true`,
)
try {
  const adminToken = await running.asAdmin()
  const employee = await running.anEmployee(adminToken)
  let { accessToken } = employee
  await running.biller.deposit(1_000_000_000_000)
  const pool = new Pool(running.stack.url('gateway'), { connections: clients })
  const transactions = database.db(`${running.databasePrefix}transactions`).collection('transaction')
  const plainRows = database.db(`${running.databasePrefix}bare`).collection('row')

  await sellFor(2)
  const example = await transactions.findOne()
  const results = []
  for (let turn = 0; turn < rounds; turn += 1) {
    const inserts = await count(seconds, () => plainRows.insertOne({ ...example, _id: randomUUID() }))
    const before = PROCESSES.map(cpuMsOf)
    const sold = await sellFor(seconds)
    const cpuMsPerSale = Object.fromEntries(
      PROCESSES.map((name, index) => [name, round((cpuMsOf(name) - before[index]) / sold.count)]),
    )
    results.push({
      insertsPerSecond: round(inserts.rate),
      salesPerSecond: round(sold.rate),
      p50Ms: sold.p50,
      p99Ms: sold.p99,
      cpuMsPerSale,
    })
    console.log(results.at(-1))
  }
  const memory = sales > 0 ? await sellUntil(sales) : []
  await reconcile()

  const ratio = median(results.map((each) => each.salesPerSecond / each.insertsPerSecond))
  const report = {
    date: new Date().toISOString(),
    machine: describeMachine(),
    clients,
    rounds: results,
    salesPerSecond: median(results.map((each) => each.salesPerSecond)),
    insertsPerSecond: median(results.map((each) => each.insertsPerSecond)),
    ratio,
    memory,
  }
  writeFileSync(new URL('buy-token.json', import.meta.url), `${JSON.stringify(report, null, 2)}\n`)
  console.log(
    `\n${report.salesPerSecond.toFixed(0)} sales/s, ${ratio.toFixed(2)} of a plain insert; the ledgers reconcile.`,
  )

  async function sellFor(durationSeconds) {
    const durationsMs = []
    const { rate, done } = await count(durationSeconds, async () => {
      const at = performance.now()
      await sell()
      durationsMs.push(performance.now() - at)
    })
    durationsMs.sort((a, b) => a - b)
    const at = (part) => Math.round(durationsMs[Math.floor(durationsMs.length * part)] ?? 0)
    return { rate, count: done, p50: at(0.5), p99: at(0.99) }
  }

  async function sell() {
    const input = {
      meterNumber: '12345678901',
      productCode: 'hpln20000',
      idempotencyKey: randomUUID(),
      confirmDuplicate: true,
    }
    const { body } = await pool.request({
      path: '/graphql',
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${accessToken}` },
      body: JSON.stringify({ query: BUY, variables: { input } }),
    })
    const result = await body.json()
    if (result.data?.buyToken?.status !== 'SUCCESS') throw new Error(`not sold: ${JSON.stringify(result)}`)
  }

  async function sellUntil(total) {
    const readings = []
    let sold = await transactions.countDocuments()
    while (sold < total) {
      // An access token is valid for 15 minutes; 100,000 sales take longer.
      accessToken = await running.signIn(employee)
      await sellFor(20)
      sold = await transactions.countDocuments()
      readings.push({ sold, transactionsMb: memoryOf('transactions'), gatewayMb: memoryOf('gateway') })
      console.log(readings.at(-1))
    }
    return readings
  }

  async function reconcile() {
    const rows = await transactions.find({}, { projection: { invoice: 1, state: 1, createdAt: 1 } }).toArray()
    await expectLedgersToReconcile(
      running.biller,
      rows.map(({ invoice, state, createdAt }) => ({ invoice, status: state, createdAt })),
    )
  }
  await pool.close()
} finally {
  await database.close()
  await running.stop()
}

/** Repeats `run` by all clients. @returns the number of runs and the rate per second */
async function count(durationSeconds, run) {
  const startedAt = performance.now()
  const until = startedAt + durationSeconds * 1_000
  let done = 0
  const client = async () => {
    while (performance.now() < until) {
      await run()
      done += 1
    }
  }
  await Promise.all(Array.from({ length: clients }, client))
  return { done, rate: done / ((performance.now() - startedAt) / 1_000) }
}

/** Resident memory of one process in MB (Linux). */
function memoryOf(name) {
  const status = readFileSync(`/proc/${running.stack.pid(name)}/status`, 'utf8')
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1_024)
}

/** CPU time of one process since its start in ms; Linux counts in hundredths of a second. */
function cpuMsOf(name) {
  const fields = readFileSync(`/proc/${running.stack.pid(name)}/stat`, 'utf8')
    .split(') ')[1]
    .split(' ')
  return (Number(fields[11]) + Number(fields[12])) * 10
}

function round(number) {
  return Math.round(number * 100) / 100
}

function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b)
  const half = sorted.length / 2
  return (sorted[Math.ceil(half) - 1] + sorted[Math.floor(half)]) / 2
}
