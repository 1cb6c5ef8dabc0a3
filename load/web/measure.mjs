// Measures the built web app on a running system: time until a page is usable with an empty and with a warm browser cache,
// and the JavaScript of the first load. Prints a table and writes results.json. Requires `npm run build`.
import { writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { chromium } from '@playwright/test'
import { DEMO, startStack } from '@setrum/testing'
import { MAX_FIRST_LOAD_KB, measureFirstLoad } from './first-load.mjs'

const LOADS = 5
/** Browsers cache compiled scripts from the third visit on. */
const VISITS_BEFORE = 3
const DAY_MS = 86_400_000

const jakartaDay = (instant) => new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Jakarta' }).format(instant)
const today = jakartaDay(Date.now())
const ninetyDaysAgo = jakartaDay(Date.now() - 89 * DAY_MS)

/** Pages, the selector that shows a page is usable, and limits. */
const PAGES = [
  { name: 'sign-in', path: '/masuk', usable: 'input[type="password"]', maxKb: MAX_FIRST_LOAD_KB.signIn },
  // The page's script renders this field: visible means usable.
  {
    name: 'till',
    as: 'employee',
    path: '/jual',
    usable: 'input[inputmode="numeric"]',
    maxKb: MAX_FIRST_LOAD_KB.till,
    maxMs: 1_000,
  },
  {
    name: 'dashboard',
    as: 'admin',
    path: `/dasbor?dari=${ninetyDaysAgo}&sampai=${today}`,
    usable: '.recharts-bar-rectangle rect',
    maxKb: MAX_FIRST_LOAD_KB.dashboard,
    maxMs: 1_500,
  },
]

const running = await startStack({ without: [], env: { DEMO_DATA: 'true' } })
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
})
try {
  const sessions = {
    admin: await signIn(DEMO.admin),
    employee: await signIn(await createEmployeeOnDuty()),
    undefined: { cookies: [], origins: [] },
  }
  const results = []
  for (const page of PAGES) results.push(await measure(page, sessions[page.as]))
  print(results)
  // Times depend on the machine, so only sizes decide the exit code.
  if (results.some(({ firstLoadKb, maxKb }) => firstLoadKb > maxKb)) process.exitCode = 1
  const machine = `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, Node ${process.version}`
  const text = JSON.stringify({ measuredAt: new Date().toISOString(), machine, loads: LOADS, results }, null, 2)
  writeFileSync(new URL('results.json', import.meta.url), `${text}\n`)
} finally {
  await browser.close()
  await running.stop()
}

async function measure({ name, path, usable, maxKb, maxMs }, storageState) {
  const context = await browser.newContext({ storageState })
  const { kb, files } = await measureFirstLoad(context.request, running.stack.url('web') + path)
  await context.close()
  // The first load warms up the server and is not counted.
  await (await openVisitor(usable, storageState)).load(path, 1)
  const firstMs = []
  for (let count = 0; count < LOADS; count++)
    firstMs.push(...(await (await openVisitor(usable, storageState)).load(path, 1)))
  const loads = await (await openVisitor(usable, storageState)).load(path, VISITS_BEFORE + LOADS)
  const againMs = loads.slice(VISITS_BEFORE)
  return {
    name,
    firstMs: median(firstMs),
    againMs: median(againMs),
    maxMs,
    allMs: { firstMs, againMs },
    firstLoadKb: kb,
    maxKb,
    files,
  }
}

function median(times) {
  return Math.round(times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)])
}

/** Opens a browser context with an empty cache. `load` returns the ms until the page was usable, for each load. */
async function openVisitor(usable, storageState) {
  const context = await browser.newContext({ storageState, timezoneId: 'Asia/Jakarta', locale: 'id-ID' })
  await context.addInitScript((selector) => {
    const check = () => {
      if (document.querySelector(selector)) window.usableAt = performance.now()
      else requestAnimationFrame(check)
    }
    check()
  }, usable)
  return {
    load: async (path, times) => {
      const page = await context.newPage()
      const durationsMs = []
      for (let time = 0; time < times; time++) {
        await page.goto(running.stack.url('web') + path, { waitUntil: 'commit' })
        const at = await page.waitForFunction(() => window.usableAt, null, { timeout: 60_000 })
        durationsMs.push(Math.round(await at.jsonValue()))
      }
      await context.close()
      return durationsMs
    },
  }
}

async function signIn({ email, password }) {
  const context = await browser.newContext({ locale: 'id-ID' })
  const page = await context.newPage()
  await page.goto(`${running.stack.url('web')}/masuk`)
  await page.locator('input[type="email"]').fill(email)
  await page.locator('input[type="password"]').fill(password)
  await page.keyboard.press('Enter')
  await page.locator('input[type="password"]').waitFor({ state: 'hidden' })
  const { cookies } = await context.storageState()
  await context.close()
  return { cookies, origins: [] }
}

/** Creates an employee whose shift is always open. */
async function createEmployeeOnDuty() {
  const admin = await running.asAdmin()
  const shift = await running.graph(
    'mutation { createShift(input: { name: "Ukur", startAt: "00:00", endAt: "23:59" }) { id } }',
    {},
    admin,
  )
  const account = { email: 'ukur@kasir.test', password: 'Kasir-Ukur-2026' }
  await running.graph(
    'mutation($i: CreateUserInput!) { createUser(input: $i) { id } }',
    {
      i: {
        ...account,
        employeeNumber: 'K-UKUR',
        name: 'Ukur',
        phone: '081234567890',
        shiftId: shift.data.createShift.id,
      },
    },
    admin,
  )
  return account
}

function print(results) {
  const isWithin = (value, limit) => (limit === undefined ? '' : value <= limit ? 'yes' : 'NO')
  console.table(
    results.map(({ name, firstMs, againMs, maxMs, firstLoadKb, maxKb }) => ({
      page: name,
      'usable, empty cache (ms, median)': firstMs,
      'within target': isWithin(firstMs, maxMs),
      'usable, warm cache (ms, median)': againMs,
      'within target, warm': isWithin(againMs, maxMs),
      'target (ms)': maxMs ?? '',
      'first-load JS (KB gzip)': firstLoadKb,
      'target (KB)': maxKb,
      'within size target': isWithin(firstLoadKb, maxKb),
    })),
  )
}
