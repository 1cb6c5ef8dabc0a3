// Sales summary, pages, searches and export with 10,000, 100,000 and 1,000,000 stored sales of 90 days, queried through the
// gateway, and the old system's pipeline on the same database.
//   npm run load:history [-- --sizes 10000,100000,1000000] [-- --only-searches]
import { randomBytes } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { startProgressBar } from '@setrum/subgraph-kit/progress-bar'
import { startStack, waitUntil } from '@setrum/testing'
import { MongoClient, ObjectId } from 'mongodb'
import { searchTermsOf } from '../../subgraphs/transactions/dist/domain/search-terms.js'
import { describeMachine } from '../report/results.mjs'

const { values: options } = parseArgs({
  options: {
    sizes: { type: 'string', default: '10000,100000,1000000' },
    'only-searches': { type: 'boolean', default: false },
  },
})
const SIZES = options.sizes.split(',').map(Number)
const DAYS = 90
const HOUR_MS = 3_600_000
const JAKARTA_MS = 7 * HOUR_MS
const SHIFTS = ['665000000000000000000001', '665000000000000000000002', '665000000000000000000003']
/** Made one sale in a thousand. */
const NEW_SELLER = '664000000000000000000009'
const SELLERS = ['664000000000000000000002', '664000000000000000000003', '664000000000000000000004']

const SUMMARY = `query($f: SalesFilter) { salesSummary(filter: $f) {
  success { count amount share } processing { count amount } failed { count amount } profit
  daily { date success { amount } } } }`
const PAGE = `query($after: String, $first: Int) { transactions(after: $after, first: $first) {
  nodes { id invoice status price createdAt } pageInfo { endCursor } } }`

const SEARCH = `query($f: TransactionFilter) { transactions(filter: $f, first: 25) {
  countUpTo(limit: 1000) nodes { id invoice status price createdAt customer { name number } } } }`
/** Like those of the sandbox's customers; the first are far more frequent than the last. */
const FIRST_NAMES = ['SITI', 'MUHAMMAD', 'NUR', 'SRI', 'AGUS', 'DEWI', 'BUDI', 'EKO', 'HENDRA', 'WULANDARI']
const SECOND_NAMES = ['AMINAH', 'RAHAYU', 'WIJAYA', 'SANTOSO', 'LESTARI', 'HIDAYAT', 'PRASETYO', 'KUSUMA', 'HALIM']

const running = await startStack({
  env: { LOG_LEVEL: 'warn', SUBGRAPH_QUERY_TIMEOUT_MS: '120000' },
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
    const progress = startProgressBar('sales', size)
    while (stored < size) {
      stored += await insertSales(Math.min(2_000, size - stored))
      progress.update(stored)
    }
    progress.stop()
    // Rows inserted directly mark no bucket as dirty: delete the rollups, so that they are rebuilt.
    await database.collection('salesRollups').deleteMany({})
    console.log(`${size} sales stored (${seconds(startedAt)} s)`)
    const rollupsStartedAt = performance.now()
    await waitForRollups()
    console.log(`  rollups built after ${seconds(rollupsStartedAt)} s`)

    const result = { sales: size, ...(options['only-searches'] ? {} : await measureTotals(size)) }
    token = await running.asAdmin()
    result.searchMs = await measureSearches()
    results.push(result)
    console.log(result)
  }
  const report = {
    date: now.toISOString(),
    machine: describeMachine(),
    results,
  }
  const file = options['only-searches'] ? 'searches/searches.json' : 'history.json'
  writeFileSync(new URL(file, import.meta.url), `${JSON.stringify(report, null, 2)}\n`)

  async function measureTotals(size) {
    token = await running.asAdmin()
    // Warm up, so that the sizes are comparable.
    await medianOf(50, () => query(SUMMARY, { f: filter }))
    await medianOf(50, () => query(PAGE, { first: 20 }))
    const summaryMs = await medianOf(21, () => query(SUMMARY, { f: filter }))
    const firstPageMs = await medianOf(21, () => query(PAGE, { first: 20 }))
    const deepCursor = await cursorAfter(Math.min(20_000, size - 100))
    const page1000Ms = await medianOf(21, () => query(PAGE, { first: 20, after: deepCursor }))
    token = await running.asAdmin()
    const exported = await exportAll(size)
    const oldPipelineMs = await medianOf(size > 500_000 ? 1 : 3, () => runOldPipeline(filter))
    return { summaryMs, firstPageMs, page1000Ms, export: exported, oldPipelineMs }
  }

  async function query(document, variables) {
    const response = await running.graph(document, variables, token)
    if (response.errors) throw new Error(JSON.stringify(response.errors))
    return response.data
  }

  /** The medians of searches for a sale in the middle of the history, in the order and form that people type. */
  async function measureSearches() {
    const [sale] = await transactions
      .find({ state: 'SUCCESS' })
      .sort({ createdAt: 1 })
      .skip(stored >> 1)
      .limit(1)
      .toArray()
    const [first, second] = sale.customer.name.split(' ')
    const searches = {
      invoice: sale.invoice,
      invoiceWithoutHyphen: sale.invoice.replace('-', '').toLowerCase(),
      invoiceLast6: sale.invoice.slice(-6),
      subscriberId: sale.customer.subscriberId.replace(/(\d{4})/g, '$1 '),
      meterLast6: sale.customer.meterNumber.slice(-6),
      tokenLast4: sale.token.slice(-4),
      frequentName: FIRST_NAMES[0],
      rareName: 'zulkarnaen',
      bothNames: `${second}  ${first}`.toLowerCase(),
      bothFrequentNames: `${FIRST_NAMES[0]} ${SECOND_NAMES[0]}`,
      nameBeginnings: `${first.slice(0, 3)} ${second.slice(0, 4)}`,
      nobody: 'XYLOFON',
    }
    const measured = {}
    for (const [name, search] of Object.entries(searches)) {
      token = await running.asAdmin()
      measured[name] = await medianOf(11, () => query(SEARCH, { f: { search } }))
      measured[`${name}OfEmployee`] = await medianOf(11, () => query(SEARCH, { f: { search, employeeId: NEW_SELLER } }))
    }
    return measured
  }

  async function cursorAfter(count) {
    let after = null
    for (let seen = 0; seen < count; seen += 100) {
      const { transactions: page } = await query(PAGE, { first: 100, after })
      after = page.pageInfo.endCursor
    }
    return after
  }

  /** Downloads the export. @returns duration, size, and peak memory of each process */
  async function exportAll(size) {
    const peaks = {}
    const sample = () => {
      for (const name of ['transactions', 'gateway', 'mongodb'])
        peaks[name] = Math.max(peaks[name] ?? 0, memoryOf(name))
    }
    sample()
    const before = { ...peaks }
    const watch = setInterval(sample, 200)
    const startedAt = performance.now()
    const response = await fetch(`${running.stack.url('gateway')}/exports/transactions.csv`, {
      headers: { authorization: `Bearer ${token}` },
    })
    let lines = 0
    let bytes = 0
    const progress = startProgressBar('export', size)
    for await (const chunk of response.body) {
      bytes += chunk.length
      for (const byte of chunk) if (byte === 10) lines += 1
      progress.update(lines)
    }
    progress.stop()
    clearInterval(watch)
    if (lines !== size + 1) throw new Error(`the export has ${lines} lines, not ${size + 1}`)
    return {
      seconds: Number(seconds(startedAt)),
      mb: Math.round(bytes / 1e6),
      memoryBeforeMb: before,
      memoryPeakMb: peaks,
    }
  }

  /** The old system's pipeline: computes day and hour of every row, then filters, then sums. */
  async function runOldPipeline({ from, to }) {
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

  async function waitForRollups() {
    const rollups = database.collection('salesRollups')
    await waitUntil(async () => (await rollups.countDocuments({})) >= DAYS - 1, {
      within: 20 * 60_000,
      what: 'the rollups of every closed day',
    })
  }
} finally {
  await client.close()
  await running.stop()
}

/** Inserts sales spread evenly over the days; one in twenty failed. */
async function insertSales(count) {
  const rows = Array.from({ length: count }, () => {
    const createdAt = new Date(Date.now() - Math.random() * (DAYS - 1) * 24 * HOUR_MS)
    const hour = new Date(createdAt.getTime() + JAKARTA_MS).getUTCHours()
    const seller = hour < 8 ? 2 : hour < 16 ? 0 : 1
    const isSold = Math.random() < 0.95
    const employeeId = Math.random() < 0.001 ? NEW_SELLER : SELLERS[seller]
    const customer = someCustomer()
    const token = isSold ? digits(20) : null
    const invoice = `INV-${randomBytes(8).readBigUInt64BE().toString().padStart(20, '0').slice(-16)}`
    return {
      _id: new ObjectId(),
      invoice,
      customer_id: customer.meterNumber,
      product_code: 'hpln20000',
      status: isSold ? 1 : 2,
      admin: null,
      nominal: 20_000,
      price: 22_000,
      rc: isSold ? '00' : '07',
      tr_id: '1',
      info: '{"customer":{"name":"Test PLN"},"answer":{"rc":"00"}}',
      user_id: employeeId,
      createdAt,
      updatedAt: createdAt,
      state: isSold ? 'SUCCESS' : 'FAILED',
      productType: 'PREPAID',
      refId: invoice.replace('-', ''),
      employeeId,
      seller: { name: 'Siti Aminah' },
      shiftId: SHIFTS[seller],
      shift: { name: 'Pagi', startAt: '08:00', endAt: '15:59' },
      costIdr: 20_500,
      profitIdr: isSold ? 1_500 : null,
      token,
      energyKwh: '14.7',
      customer,
      searchTerms: searchTermsOf({ invoice, customerNumber: customer.meterNumber, customer, token, employeeId }),
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

/** One of 50,000 customers. */
function someCustomer() {
  const index = Math.floor(Math.random() * 50_000)
  const name = index === 7 ? 'ZULKARNAEN' : `${pick(FIRST_NAMES, index)} ${pick(SECOND_NAMES, index >> 8)}`
  const number = String(index).padStart(7, '0')
  return { name, meterNumber: `1430${number}`, subscriberId: `54300${number}`, tariff: 'R1M', powerVa: 900 }
}

/** One of a list; each is half as frequent as the one before. */
function pick(list, index) {
  return list[Math.min(Math.clz32((index * 2_654_435_761) >>> 0), list.length - 1)]
}

function digits(count) {
  return Array.from(randomBytes(count), (byte) => byte % 10).join('')
}

function dateOf(instant) {
  return new Date(instant.getTime() + JAKARTA_MS).toISOString().slice(0, 10)
}

async function medianOf(times, run) {
  if (times > 1) await run()
  const durationsMs = []
  for (let time = 0; time < times; time += 1) {
    const startedAt = performance.now()
    await run()
    durationsMs.push(performance.now() - startedAt)
  }
  durationsMs.sort((a, b) => a - b)
  return Math.round(durationsMs[Math.floor(times / 2)] * 10) / 10
}

function seconds(since) {
  return ((performance.now() - since) / 1_000).toFixed(1)
}

function memoryOf(name) {
  const status = readFileSync(`/proc/${running.stack.pid(name)}/status`, 'utf8')
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1_024)
}
