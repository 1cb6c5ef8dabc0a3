import { expect, type Page, test } from '@playwright/test'
import { type RunningStack, startStack } from '@setrum/testing'
import {
  fetchFromServer,
  intercept,
  makeGate,
  respondWithError,
  stopIntercepting,
  waitForResponseTo,
} from '../support/network.js'
import { panel, screenshotPath, signInAsAdmin, waitForPendingUpdates, waitUntilIdle } from '../support/page-actions.js'

/** Two hours ahead of the browser's time zone. */
const TIME_ZONE = 'Asia/Jayapura'

const DAY_MS = 86_400_000

/** A day at the counter, `YYYY-MM-DD`. */
const isoDay = (daysAgo: number) =>
  new Intl.DateTimeFormat('en-CA', { timeZone: TIME_ZONE }).format(Date.now() - daysAgo * DAY_MS)

let running: RunningStack
// Ninety days of sales, a deposit below its threshold, and a counter in the easternmost time zone.
test.beforeAll(async () => {
  running = await startStack({
    without: [],
    env: { DEMO_DATA: 'true', LOW_BALANCE_IDR: '2000000000', BUSINESS_TIME_ZONE: TIME_ZONE },
  })
})
test.afterEach(({ context }) => stopIntercepting(context))
test.afterAll(() => running?.stop())
test.beforeEach(async ({ page }) => signInAsAdmin(page, running))

const open = async (page: Page, path: string) => {
  await page.goto(running.stack.url('web') + path)
  await waitUntilIdle(page)
}

async function choose(page: Page, label: string, option: string): Promise<void> {
  await page
    .getByRole('combobox', { name: label })
    .or(page.getByRole('textbox', { name: label }))
    .first()
    .click()
  await page.getByRole('option', { name: option }).click()
}

test('the dashboard compares with the previous period, warns of a low deposit, and has averages side by side', async ({
  page,
}) => {
  await open(page, '/dasbor')
  await expect(
    panel(page, 'Penjualan')
      .getByTitle(/^Periode sebelumnya, sampai jam yang sama: Rp/)
      .first(),
  ).toHaveText(/(naik|turun) [\d,.]+/)
  await expect(panel(page, 'Saldo deposit').getByRole('alert')).toContainText('Segera isi')
  const days = panel(page, 'Penjualan per hari')
  const bars = days.locator('.recharts-bar-rectangle rect')
  await expect(bars.first()).toBeVisible()
  // Where the bars of the first status are, those of the others stand on them: stacked.
  const isStacked = () =>
    bars.evaluateAll((all) => {
      const [first] = all
      const isFirst = (bar: Element) => bar.getAttribute('fill') === first?.getAttribute('fill')
      const places = new Set(all.filter(isFirst).map((bar) => bar.getAttribute('x')))
      const others = all.filter((bar) => !isFirst(bar))
      return others.length > 0 && others.some((bar) => places.has(bar.getAttribute('x')))
    })
  expect(await isStacked()).toBe(true)
  await days.getByRole('radiogroup').getByText('Rata-rata').click()
  // Averages do not add up: side by side.
  await expect.poll(async () => (await bars.count()) > 0 && (await isStacked())).toBe(false)
  await expect(bars.first()).toBeVisible()
  expect(await isStacked()).toBe(false)
  await page.screenshot({ path: screenshotPath('averages') })
})

test('a day opens its list of transactions from the chart by mouse and from the table by keyboard', async ({
  page,
}) => {
  await open(page, '/dasbor')
  const bar = page.locator('.recharts-bar-rectangle rect').first()
  // The chart follows the mouse one frame later.
  await bar.hover()
  await expect(page.locator('.recharts-tooltip-wrapper').first()).toContainText('Berhasil')
  await bar.click()
  await expect(page).toHaveURL(/\/transaksi\?dari=(\d{4}-\d\d-\d\d)&sampai=\1$/)
  await open(page, '/dasbor?jenis=PREPAID')
  const table = page.getByText('Lihat sebagai tabel')
  await table.focus()
  await page.keyboard.press('Enter')
  const day = panel(page, 'Penjualan per hari').getByRole('row').nth(1).getByRole('link')
  await day.focus()
  await page.screenshot({ path: screenshotPath('days-as-table') })
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/transaksi\?jenis=PREPAID&dari=(\d{4}-\d\d-\d\d)&sampai=\1$/)
})

test('a slow search says that it is slow and offers a retry, and the rest of the office stays', async ({ page }) => {
  await open(page, '/transaksi')
  let isSlow = true
  await intercept(page, 'TransactionList', async (route, { isSearch }) => {
    if (!isSearch || !isSlow) return route.fallback()
    await respondWithError(route, 'QUERY_TIMEOUT', 'Pertanyaan ini terlalu lama dihitung. Persempit pencarian.')
  })
  await page.getByRole('searchbox').fill('Wijaya')
  const notice = page.getByRole('status').filter({ hasText: 'Pertanyaan ini terlalu lama dihitung' })
  await expect(notice).toBeVisible()
  await expect(page.getByText('tidak tersedia')).toHaveCount(0)
  // It is not repeated by itself: that would make it slower.
  await expect(notice.getByText('Dicoba lagi otomatis')).toHaveCount(0)
  await page.screenshot({ path: screenshotPath('slow-search') })
  await page.getByRole('link', { name: 'Dasbor' }).click()
  await expect(panel(page, 'Penjualan').getByText('Rp').first()).toBeVisible()
  await page.goBack()
  await expect(page.getByRole('searchbox')).toHaveValue('Wijaya')
  await expect(notice).toBeVisible()
  isSlow = false
  await notice.getByRole('button', { name: 'Coba lagi' }).click()
  await expect(page.locator('tbody tr').first()).toContainText(/wijaya/i)
})

test('totals that take too long leave the rest of the dashboard', async ({ page }) => {
  await intercept(page, 'Dashboard', async (route) => {
    const response = await fetchFromServer(route)
    const body = await response.json()
    if (!body.data) return route.fulfill({ response })
    const message = 'Pertanyaan ini terlalu lama dihitung. Persempit rentang tanggal.'
    const errors = [{ message, path: ['before'], extensions: { code: 'QUERY_TIMEOUT' } }]
    await route.fulfill({ json: { data: { ...body.data, before: null }, errors } })
  })
  await open(page, '/transaksi')
  await page.getByRole('link', { name: 'Dasbor' }).click()
  await expect(page.getByRole('status').filter({ hasText: 'terlalu lama dihitung' })).toHaveCount(1)
  await expect(panel(page, 'Penjualan').getByText('Rp').first()).toBeVisible()
  await expect(panel(page, 'Saldo deposit').getByText('Rp').first()).toBeVisible()
  await expect(page.getByText('tidak tersedia')).toHaveCount(0)
})

test('without a range the dashboard names its thirty days, and the list says that it has all', async ({ page }) => {
  await open(page, '/dasbor')
  const range = page.getByRole('button', { name: 'Rentang tanggal' })
  const shown = (day: string) => `${Number(day.slice(8))} \\p{L}+ ${day.slice(0, 4)}`
  const last30Days = new RegExp(`^${shown(isoDay(29))} – ${shown(isoDay(0))}$`, 'u')
  await expect(range).toHaveText(last30Days)
  await page.getByRole('button', { name: 'Hapus tanggal' }).first().click()
  await expect(range).toHaveText(last30Days)
  await expect(page.getByText('Semua tanggal')).toHaveCount(0)
  const oldestDay = async (path: string) => {
    const listed = waitForResponseTo(page, 'TransactionList')
    await open(page, path)
    return (await (await listed).json()).data.transactions.nodes[0].createdAt.slice(0, 10)
  }
  const oldest = await oldestDay('/transaksi?urut=OLDEST')
  await expect(range).toHaveText('Semua tanggal')
  // The demo sales are those of ninety days.
  expect(Date.parse(oldest)).toBeLessThan(Date.now() - 80 * DAY_MS)
})

test('a day that is not over is compared with the same hours of the day before', async ({ page }) => {
  const [today, yesterday] = [isoDay(0), isoDay(1)]
  await open(page, '/dasbor')
  await page.getByRole('button', { name: 'Rentang tanggal' }).click()
  const isToday = ({ filter }: Record<string, unknown>) =>
    JSON.stringify(filter) === JSON.stringify({ from: today, to: today })
  const responded = waitForResponseTo(page, 'Dashboard', isToday)
  await page.getByRole('button', { name: 'Hari ini' }).click()
  const response = await responded
  const filter = response.request().postDataJSON().variables.before
  expect(filter).toEqual({ from: yesterday, to: yesterday, untilTimeOfDay: true })
  const { before } = (await response.json()).data
  // Sale by sale; the response names its time in whole seconds.
  const sales = await salesOf(yesterday)
  const until = Date.parse(response.headers().date ?? '') - DAY_MS
  for (const status of ['success', 'processing', 'failed'] as const) {
    const amountAt = (instant: number) =>
      sales
        .filter((sale) => sale.status === status.toUpperCase() && Date.parse(sale.createdAt) <= instant)
        .reduce((sum, { price }) => sum + price, 0)
    expect(before[status].amount, status).toBeGreaterThanOrEqual(amountAt(until - 2_000))
    expect(before[status].amount, status).toBeLessThanOrEqual(amountAt(until + 1_000))
  }
})

/** All sales of a day. */
async function salesOf(day: string): Promise<{ status: string; price: number; createdAt: string }[]> {
  const accessToken = await running.asAdmin()
  const page = (number: number) =>
    running.graph(
      `query ($filter: TransactionFilter, $page: Int) {
        transactions(filter: $filter, first: 100, page: $page) { totalCount nodes { status price createdAt } }
      }`,
      { filter: { from: day, to: day }, page: number },
      accessToken,
    )
  const first = (await page(1)).data.transactions
  const others = Array.from({ length: Math.ceil(first.totalCount / 100) - 1 }, (_, index) => page(index + 2))
  const pages = (await Promise.all(others)).flatMap(({ data }) => data.transactions.nodes)
  return [...first.nodes, ...pages]
}

test('the list is sorted by price with the keyboard and paged through', async ({ page }) => {
  await open(page, '/transaksi')
  const prices = async () => {
    const texts = await page.locator('tbody tr td:nth-child(7)').allTextContents()
    return texts.map((text) => Number(text.replace(/\D/g, '')))
  }
  const byPrice = page.getByRole('button', { name: 'Harga' })
  await byPrice.press('Enter')
  await expect(page).toHaveURL(/urut=PRICE_HIGHEST/)
  await expect(page.getByRole('columnheader', { name: 'Harga' })).toHaveAttribute('aria-sort', 'descending')
  await expect
    .poll(async () => (await prices()).toSorted((a, b) => b - a).join() === (await prices()).join())
    .toBe(true)
  const highest = Math.max(...(await prices()))
  await expect(byPrice, 'the keyboard is where it was').toBeFocused()
  await byPrice.press('Enter')
  await expect(page).toHaveURL(/urut=PRICE_LOWEST/)
  await expect.poll(async () => Math.max(...(await prices()))).toBeLessThan(highest)
  const first = await page.locator('tbody tr').first().textContent()
  await page.getByRole('button', { name: 'Halaman berikutnya' }).click()
  await expect(page).toHaveURL(/halaman=2/)
  await expect(page.locator('tbody tr').first()).not.toHaveText(first ?? '')
  await expect(page.getByRole('button', { name: 'Halaman 2', exact: true })).toHaveAttribute('aria-current', 'page')
})

test('sales that need a review are one click away, with their reasons, and a filter is saved as a named view', async ({
  page,
}) => {
  await open(page, '/transaksi')
  await page.getByRole('button', { name: 'Perlu ditinjau' }).click()
  await expect(page).toHaveURL(/perhatian=ya/)
  const sales = page.getByRole('row').filter({ has: page.getByRole('button', { name: /^Rincian INV/ }) })
  await expect
    .poll(async () => {
      const rows = await sales.allTextContents()
      return rows.length > 0 && rows.every((row) => row.includes('Perlu ditinjau'))
    })
    .toBe(true)
  await expect(page.getByText('Biller tidak memberi hasil dalam sehari').first()).toBeVisible()
  await page.getByRole('button', { name: 'Perlu ditinjau' }).click()
  await choose(page, 'Karyawan', 'Siti Rahayu')
  await expect(page.getByRole('button', { name: 'Hapus filter Siti Rahayu' })).toBeVisible()
  await page.getByRole('button', { name: 'Rentang tanggal' }).click()
  await page.getByRole('button', { name: '7 hari terakhir' }).click()
  const today = new Intl.DateTimeFormat('en-CA', { timeZone: TIME_ZONE }).format(new Date())
  await expect(page).toHaveURL(new RegExp(`sampai=${today}`))
  await page.screenshot({ path: screenshotPath('named-filters') })
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Tampilan tersimpan' }).click()
  await page.getByRole('menuitem', { name: 'Simpan filter ini' }).click()
  await page.getByLabel('Nama tampilan').fill('Siti minggu ini')
  await page.keyboard.press('Enter')
  await open(page, '/transaksi')
  await page.getByRole('button', { name: 'Tampilan tersimpan' }).click()
  await page.getByRole('menuitem', { name: 'Siti minggu ini', exact: true }).click()
  await expect(page.getByRole('button', { name: 'Hapus filter Siti Rahayu' })).toBeVisible()
})

test('an employee beyond the first entries of the list is found by typing the name', async ({ page }) => {
  // As with hundreds of employees: the first list lacks this one.
  await page.route('**/graphql', async (route) => {
    const { variables } = route.request().postDataJSON()
    if ('filter' in variables || variables.search) return route.fallback()
    const response = await fetchFromServer(route)
    const body = await response.json()
    if (!body.data?.users) return route.fulfill({ response })
    body.data.users.nodes = body.data.users.nodes.filter(({ name }: { name: string }) => name !== 'Siti Rahayu')
    await route.fulfill({ json: body })
  })
  await open(page, '/transaksi')
  const field = page.getByPlaceholder('Semua karyawan')
  await field.click()
  await expect(page.getByRole('option', { name: 'Budi Prasetyo' })).toBeVisible()
  await expect(page.getByRole('option', { name: 'Siti Rahayu' })).toHaveCount(0)
  await field.fill('siti')
  await page.getByRole('option', { name: 'Siti Rahayu' }).click()
  await expect(page).toHaveURL(/karyawan=/)
})

test('totals of an employee or shift with an unavailable name are never labelled "all"', async ({ page }) => {
  await open(page, '/dasbor?karyawan=66f000000000000000000001&shift=66f000000000000000000002')
  await expect(page.getByRole('combobox', { name: 'Karyawan' })).toHaveValue('Tak dikenal')
  await expect(page.getByRole('combobox', { name: 'Jam kerja' })).toHaveValue('Tak dikenal')
})

test('rows of the previous filter disappear when the new query fails, and stay hidden during its retry', async ({
  page,
}) => {
  await open(page, '/transaksi')
  const rows = page.locator('tbody tr')
  await expect(rows.first()).toBeVisible()
  let isHeld = false
  let held = 0
  const retry = makeGate()
  await intercept(page, 'TransactionList', async (route) => {
    if (isHeld) {
      held += 1
      await retry.opened
    }
    await route.abort()
  })
  await page.getByRole('button', { name: 'Harga' }).press('Enter')
  await expect(page.getByText('Server belum bisa dihubungi').first()).toBeVisible()
  expect(await rows.count()).toBe(0)
  isHeld = true
  await expect.poll(() => held).toBeGreaterThan(0)
  await waitForPendingUpdates(page)
  expect(await rows.count()).toBe(0)
  retry.open()
})

test('a page beyond the last one shows the total and links back', async ({ page }) => {
  await open(page, '/transaksi?halaman=999')
  await page.getByRole('button', { name: 'Halaman 1', exact: true }).click()
  await expect(page.locator('tbody tr').first()).toBeVisible()
})

test('days and hours are in the time zone of the counter, not of the browser or server', async ({ page }) => {
  // Response bodies of the previous page are gone once it navigates.
  await waitUntilIdle(page)
  const listResponse = page.waitForResponse(
    async (it) => it.url().endsWith('/graphql') && (await it.text().catch(() => '')).includes('INV-'),
  )
  await open(page, '/transaksi')
  const [sale] = (await (await listResponse).json()).data.transactions.nodes
  const format = new Intl.DateTimeFormat('id-ID', {
    timeZone: TIME_ZONE,
    hour: '2-digit',
    minute: '2-digit',
  })
  await expect(page.locator('tbody tr').first()).toContainText(format.format(new Date(sale.createdAt)))
  const dashboardRequest = page.waitForRequest((it) => it.postData()?.includes('"before"') ?? false)
  await page.goto(`${running.stack.url('web')}/dasbor`)
  const today = new Intl.DateTimeFormat('en-CA', { timeZone: TIME_ZONE }).format(new Date())
  expect((await dashboardRequest).postDataJSON().variables.filter.to).toBe(today)
})
