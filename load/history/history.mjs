// What a long history costs: figures, pages and the export with 10,000, 100,000 and 1,000,000 sales of 90 days stored,
// asked through the gateway; beside the figures, the old system's pipeline on the same database.
//   npm run load:history [-- --sizes 10000,100000,1000000]
import { randomBytes } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { startStack, waitUntil } from '@setrum/testing'
import { MongoClient, ObjectId } from 'mongodb'
import { machine } from '../report/machine.mjs'

const { values: options } = parseArgs({ options: { sizes: { type: 'string', default: '10000,100000,1000000' } } })
const SIZES = options.sizes.split(',').map(Number)
const DAYS = 90
const HOUR_MS = 3_600_000
const JAKARTA_MS = 7 * HOUR_MS
const SHIFTS = ['665000000000000000000001', '665000000000000000000002', '665000000000000000000003']
const SELLERS = ['664000000000000000000002', '664000000000000000000003', '664000000000000000000004']

const SUMMARY = `query($f: SalesFilter) { salesSummary(filter: $f) {
  success { count amount share } processing { count amount } failed { count amount } profit
  daily { date success { amount } } } }`
const PAGE = `query($after: String, $first: Int) { transactions(after: $after, first: $first) {
  nodes { id invoice status price createdAt } pageInfo { endCursor } } }`

const running = await startStack({
  env: { LOG_LEVEL: 'warn', SUBGRAPH_QUERY_TIMEOUT_MS: '120000', RESPONSE_CACHE_TTL_MS: '0' },
})
const client = await MongoClient.connect(`mongodb://127.0.0.1:${running.stack.port('mongodb')}/?directConnection=true`)
const database = client.db(`${running.databasePrefix}transactions`)
const transactions = database.collection('transaction')
try {
  let token = ''
  const now = new Date()
  const filter = { from: dateOf(new Date(now.getTime() - (DAYS - 1) * 24 * HOUR_MS)), to: dateOf(now) }
  const results = []
  let stored = 0
  for (const size of SIZES) {
    const startedAt = performance.now()
    for (; stored < size; ) stored += await fill(Math.min(2_000, size - stored))
    // Rows that come in by the back door carry no marks of a change: whatever was summed meanwhile is thrown away.
    await database.collection('salesRollups').deleteMany({})
    console.log(`${size} sales stored (${seconds(startedAt)} s)`)
    const summedAt = performance.now()
    await everythingSummed()
    console.log(`  summed after ${seconds(summedAt)} s`)

    token = await running.asAdmin()
    // The processes are as warm for the first size as for the last.
    await medianOf(50, () => ask(SUMMARY, { f: filter }))
    await medianOf(50, () => ask(PAGE, { first: 20 }))
    const result = {
      sales: size,
      summaryMs: await medianOf(21, () => ask(SUMMARY, { f: filter })),
      firstPageMs: await medianOf(21, () => ask(PAGE, { first: 20 })),
    }
    const deep = await cursorAfter(Math.min(20_000, size - 100))
    result.page1000Ms = await medianOf(21, () => ask(PAGE, { first: 20, after: deep }))
    result.export = await exportAll(size)
    result.oldPipelineMs = await medianOf(size > 500_000 ? 1 : 3, () => oldPipeline(filter))
    results.push(result)
    console.log(result)
  }
  const report = {
    date: now.toISOString(),
    machine: machine(),
    results,
  }
  writeFileSync(new URL('history.json', import.meta.url), `${JSON.stringify(report, null, 2)}\n`)

  async function ask(query, variables) {
    const answer = await running.graph(query, variables, token)
    if (answer.errors) throw new Error(JSON.stringify(answer.errors))
    return answer.data
  }

  async function cursorAfter(count) {
    let after = null
    for (let seen = 0; seen < count; seen += 100) {
      const { transactions: page } = await ask(PAGE, { first: 100, after })
      after = page.pageInfo.endCursor
    }
    return after
  }

  /** The whole download, and the most memory that each process had meanwhile. */
  async function exportAll(size) {
    const peaks = {}
    const look = () => {
      for (const name of ['transactions', 'gateway', 'mongodb'])
        peaks[name] = Math.max(peaks[name] ?? 0, memoryOf(name))
    }
    look()
    const before = { ...peaks }
    const watch = setInterval(look, 200)
    const startedAt = performance.now()
    const response = await fetch(`${running.stack.url('gateway')}/exports/transactions.csv`, {
      headers: { authorization: `Bearer ${token}` },
    })
    let lines = 0
    let bytes = 0
    for await (const chunk of response.body) {
      bytes += chunk.length
      for (const byte of chunk) if (byte === 10) lines += 1
    }
    clearInterval(watch)
    if (lines !== size + 1) throw new Error(`the export has ${lines} lines, not ${size + 1}`)
    return {
      seconds: Number(seconds(startedAt)),
      mb: Math.round(bytes / 1e6),
      memoryBeforeMb: before,
      memoryPeakMb: peaks,
    }
  }

  /** As the old system did it: day and hour of every row computed first, then filtered, then summed. */
  async function oldPipeline({ from, to }) {
    await transactions
      .aggregate([
        {
          $addFields: {
            day: { $dateToString: { format: '%Y-%m-%d', date: '$createdAt', timezone: 'Asia/Jakarta' } },
            hour: { $hour: { date: '$createdAt', timezone: 'Asia/Jakarta' } },
          },
        },
        { $match: { day: { $gte: from, $lte: to } } },
        { $group: { _id: { day: '$day', status: '$status' }, count: { $sum: 1 }, amount: { $sum: '$price' } } },
      ])
      .toArray()
  }

  async function everythingSummed() {
    const days = database.collection('salesRollups')
    await waitUntil(async () => (await days.countDocuments({})) >= DAYS - 1, {
      within: 20 * 60_000,
      what: 'every closed day to be summed',
    })
  }
} finally {
  await client.close()
  await running.stop()
}

/** Sales spread evenly over the days; one in twenty failed. */
async function fill(count) {
  const rows = Array.from({ length: count }, () => {
    const createdAt = new Date(Date.now() - Math.random() * (DAYS - 1) * 24 * HOUR_MS)
    const hour = new Date(createdAt.getTime() + JAKARTA_MS).getUTCHours()
    const seller = hour < 8 ? 2 : hour < 16 ? 0 : 1
    const isSold = Math.random() < 0.95
    const invoice = `INV-${randomBytes(8).readBigUInt64BE().toString().padStart(20, '0').slice(-16)}`
    return {
      _id: new ObjectId(),
      invoice,
      customer_id: String(10_000_000_000 + Math.floor(Math.random() * 9e9)),
      product_code: 'hpln20000',
      status: isSold ? 1 : 2,
      admin: null,
      nominal: 20_000,
      price: 22_000,
      rc: isSold ? '00' : '07',
      tr_id: '1',
      info: '{"customer":{"name":"Test PLN"},"answer":{"rc":"00"}}',
      user_id: SELLERS[seller],
      createdAt,
      updatedAt: createdAt,
      state: isSold ? 'SUCCESS' : 'FAILED',
      productType: 'PREPAID',
      refId: invoice.replace('-', ''),
      employeeId: SELLERS[seller],
      seller: { name: 'Siti Aminah' },
      shiftId: SHIFTS[seller],
      shift: { name: 'Pagi', startAt: '08:00', endAt: '15:59' },
      costIdr: 20_500,
      profitIdr: isSold ? 1_500 : null,
      token: isSold ? '12345678901234567890' : null,
      energyKwh: '14.7',
      customer: { name: 'Test PLN', meterNumber: '12345678901', subscriberId: null, tariff: 'R1M', powerVa: 900 },
      bills: [],
      events: [{ at: createdAt, type: 'CREATED', actor: SELLERS[seller], from: null, to: 'PROCESSING', note: null }],
      completedAt: createdAt,
      businessDate: dateOf(createdAt),
      businessHour: hour,
      lease: { owner: '', until: new Date(0) },
      phase: { name: isSold ? 'SUCCESS' : 'FAILED' },
      revision: 0,
      reviewReasons: [],
      needsAttention: false,
      printCount: 0,
    }
  })
  const { insertedCount } = await transactions.insertMany(rows, { ordered: false })
  return insertedCount
}

function dateOf(instant) {
  return new Date(instant.getTime() + JAKARTA_MS).toISOString().slice(0, 10)
}

async function medianOf(times, work) {
  if (times > 1) await work()
  const took = []
  for (let time = 0; time < times; time += 1) {
    const startedAt = performance.now()
    await work()
    took.push(performance.now() - startedAt)
  }
  took.sort((a, b) => a - b)
  return Math.round(took[Math.floor(times / 2)] * 10) / 10
}

function seconds(since) {
  return ((performance.now() - since) / 1_000).toFixed(1)
}

function memoryOf(name) {
  const status = readFileSync(`/proc/${running.stack.pid(name)}/status`, 'utf8')
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1_024)
}
