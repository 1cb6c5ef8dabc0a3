import { readFile } from 'node:fs/promises'
import { expect, type Page, test } from '@playwright/test'
import { DEMO, type RunningStack, startStack, type TestEmployee } from '@setrum/testing'
import {
  BILL_NUMBER,
  clearSession,
  invalidateAccessToken,
  lookUpBill,
  makeEmployee,
  panel,
  screenshotPath,
  sellToken,
  signIn,
  signInAsAdmin,
  waitForSignedInPage,
  waitUntilIdle,
} from '../support/page-actions.js'

/** A formula to a spreadsheet and a script to a page, unless escaped. */
const FORMULA_NAME = '=1+1 <img src=x onerror=alert(1)>'

let running: RunningStack
let employee: TestEmployee
test.beforeAll(async ({ browser }) => {
  running = await startStack({ without: [] })
  employee = await makeEmployee(running, { name: FORMULA_NAME })
  const page = await browser.newPage()
  await signIn(page, running, employee)
  await sellToken(page, running)
  await lookUpBill(page, running, BILL_NUMBER)
  await page.getByRole('button', { name: 'Bayar' }).click()
  await expect(page.getByRole('heading', { name: 'Pembayaran berhasil' })).toBeVisible()
  await page.close()
})
test.afterAll(() => running?.stop())
test.beforeEach(async ({ page }) => {
  page.on('dialog', () => {
    throw new Error('a script in a name was executed')
  })
  await signInAsAdmin(page, running)
})

const web = (path: string) => running.stack.url('web') + path
const open = async (page: Page, path: string) => {
  await page.goto(web(path))
  await waitForSignedInPage(page)
}

/** Selects an option of a filter. */
async function choose(page: Page, label: string, option: string | RegExp): Promise<void> {
  await page
    .getByRole('combobox', { name: label })
    .or(page.getByRole('textbox', { name: label }))
    .first()
    .click()
  await page.getByRole('option', { name: option }).click()
}

test('the dashboard narrows by its filters, and a status links to its list of transactions', async ({ page }) => {
  await waitUntilIdle(page)
  const totals = panel(page, 'Penjualan')
  await expect(totals.getByText('2×').first()).toBeVisible()
  await choose(page, 'Tipe produk', 'Token listrik')
  await expect(page).toHaveURL(/jenis=PREPAID/)
  await expect(totals.getByText('1×').first()).toBeVisible()
  await choose(page, 'Jam kerja', /^Jam =1/)
  await expect(page).toHaveURL(/shift=/)
  await expect(totals.getByText('1×').first()).toBeVisible()
  await panel(page, 'Jumlah per status')
    .getByRole('link', { name: /Berhasil/ })
    .click()
  await expect(page).toHaveURL(/\/transaksi\?.*jenis=PREPAID.*status=SUCCESS/)
  await expect(page.getByText('1 transaksi')).toBeVisible()
  await open(page, '/dasbor')
  await page.locator('.recharts-pie-sector').first().click()
  await expect(page).toHaveURL(/\/transaksi\?.*status=SUCCESS/)
  await expect(page.getByText('2 transaksi')).toBeVisible()
})

test('the dashboard sends one query, before its scripts load, and treats URL parameters as text', async ({ page }) => {
  await waitUntilIdle(page)
  const requests: string[] = []
  page.on('request', (request) => {
    if (request.url().endsWith('/graphql')) requests.push(request.postData() ?? '')
  })
  await open(page, '/dasbor?jenis=PREPAID')
  await expect(panel(page, 'Penjualan').getByText('1×').first()).toBeVisible()
  expect(requests).toHaveLength(1)
  expect(JSON.parse(requests[0] ?? '').variables.filter.productType).toBe('PREPAID')

  await page.route('**/_next/static/**', (route) => route.abort())
  const early = page.waitForResponse((response) => response.url().endsWith('/graphql'))
  await page.goto(web(`/dasbor?karyawan=${encodeURIComponent('</script><script>alert(1)</script>')}`))
  expect((await early).request().postDataJSON().variables.filter.employeeId).toContain('alert(1)')
})

test('transaction filters are in the URL and removable as chips, and the drawer shows the events of a sale', async ({
  page,
}) => {
  await open(page, '/transaksi')
  await expect(page.getByText('2 transaksi')).toBeVisible()
  await page.getByRole('searchbox').fill('Test PLN')
  await expect(page).toHaveURL(/cari=Test/)
  await expect(page.getByText('1 transaksi')).toBeVisible()
  await page.getByRole('button', { name: /^Hapus filter .*Test PLN/ }).click()
  await expect(page.getByText('2 transaksi')).toBeVisible()
  await page
    .getByRole('button', { name: /^Rincian INV/ })
    .first()
    .click()
  const drawer = page.getByRole('dialog')
  await expect(drawer.getByText('Riwayat kejadian')).toBeVisible()
  await expect(drawer.getByText('Dikirim ke biller').first()).toBeVisible()
  // The name is text here too.
  await expect(drawer.getByText(FORMULA_NAME, { exact: true })).toBeVisible()
  await page.screenshot({ path: screenshotPath('drawer') })
  const first = await drawer.getByRole('heading').first().textContent()
  await page.keyboard.press('ArrowRight')
  await expect(drawer.getByRole('heading').first()).not.toHaveText(first ?? '')
  await page.keyboard.press('Escape')
  await expect(drawer).toBeHidden()
})

test('the CSV contains the filtered rows, and formulas or markup in a name are text', async ({ page }) => {
  await open(page, '/transaksi?jenis=PREPAID')
  await expect(page.getByText('1 transaksi')).toBeVisible()
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Pilih format unduhan' }).click()
  await page.getByRole('menuitem', { name: 'CSV untuk Excel Indonesia' }).click()
  const csv = await readFile(await (await download).path(), 'utf8')
  const lines = csv.trim().split(/\r?\n/)
  expect(lines).toHaveLength(2)
  expect(lines[1]).toContain(`'${FORMULA_NAME}`)
  expect(lines[1]).not.toMatch(/(^|[,;"])=/)
})

test('the sales are downloaded as an Excel file that names its period', async ({ page }) => {
  const today = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Jakarta' }).format(new Date())
  await open(page, `/transaksi?jenis=PREPAID&dari=2026-01-01&sampai=${today}`)
  await expect(page.getByText('1 transaksi')).toBeVisible()
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Unduh Excel' }).click()
  const file = await download
  expect(file.suggestedFilename()).toBe(`transaksi 2026-01-01 sampai ${today}.xlsx`)
  expect((await readFile(await file.path())).subarray(0, 2).toString()).toBe('PK')
})

test('a failed download shows a message; with an expired token the download renews the session and succeeds', async ({
  page,
  context,
}) => {
  await open(page, '/transaksi')
  await waitUntilIdle(page)
  const excel = page.getByRole('button', { name: 'Unduh Excel' })
  await page.route('**/exports/**', (route) => route.fulfill({ status: 503 }), { times: 1 })
  await excel.click()
  await expect(page.getByText('Berkas belum bisa diunduh')).toBeVisible()
  await invalidateAccessToken(context)
  const download = page.waitForEvent('download')
  await excel.click()
  expect((await download).suggestedFilename()).toMatch(/^transaksi .*\.xlsx$/)
})

test('a panel with an internal error shows the request id and recovers by itself', async ({ page }) => {
  let isBroken = true
  await page.route('**/graphql', async (route) => {
    if (!isBroken) return route.fallback()
    const fault = { message: 'Ada yang salah.', extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: 'req-123' } }
    const down = { message: 'x', extensions: { code: 'SUBGRAPH_UNAVAILABLE', service: 'master' } }
    await route.fulfill({ json: { data: { users: null }, errors: [fault, down] } })
  })
  await open(page, '/karyawan')
  await expect(page.getByText('Ada yang salah. Data ini sedang tidak tersedia: data jam kerja')).toBeVisible()
  await expect(page.getByText('req-123')).toBeVisible()
  await page.screenshot({ path: screenshotPath('fault-with-request-id') })
  isBroken = false
  await expect(page.getByRole('button', { name: /^Rincian/ }).first()).toBeVisible()
  await expect(page.getByText('Ada yang salah.')).toHaveCount(0)
})

test('an employee is created, changed, given a new password and deactivated', async ({ page }) => {
  await open(page, '/karyawan')
  await page.getByRole('button', { name: 'Tambah karyawan' }).click()
  const form = page.getByRole('dialog')
  await form.getByRole('button', { name: 'Simpan' }).click()
  await expect(form.getByText('Tulis ID karyawan')).toBeVisible()
  await expect(form.getByLabel('ID karyawan')).toBeFocused()
  await form.getByLabel('ID karyawan').fill('K-777')
  await form.getByLabel('Email').fill(DEMO.admin.email)
  await form.getByRole('textbox', { name: 'Kata sandi' }).fill('Kasir-Baru-2026')
  await form.getByLabel('Nama').fill('Baru Sekali')
  await form.getByLabel('No. handphone').fill('081298765432')
  await form
    .getByRole('combobox', { name: 'Jam kerja' })
    .or(form.getByRole('textbox', { name: 'Jam kerja' }))
    .first()
    .click()
  await page
    .getByRole('option', { name: /^Jam =1/ })
    .first()
    .click()
  await form.getByLabel('Alamat').fill('Jl. Melati 1')
  await form.getByRole('button', { name: 'Simpan' }).click()
  await expect(form.getByText('Email ini sudah dipakai.')).toBeVisible()
  await expect(form.getByLabel('Email')).toBeFocused()
  await expect(form.getByLabel('Email')).toBeInViewport()
  await form.getByLabel('Email').fill('baru@kasir.test')
  await form.getByRole('button', { name: 'Simpan' }).click()
  await expect(form).toBeHidden()
  await page.getByRole('searchbox').or(page.getByPlaceholder('Cari nama, email')).first().fill('baru@kasir')
  await page.getByRole('button', { name: 'Rincian Baru Sekali' }).click()
  const drawer = page.getByRole('dialog')
  await drawer.getByRole('button', { name: 'Ubah' }).click()
  await drawer.getByLabel('Nama').fill('Baru Diubah')
  await drawer.getByRole('button', { name: 'Simpan' }).click()
  await expect(drawer.getByRole('heading', { name: 'Baru Diubah' })).toBeVisible()
  await drawer.getByRole('button', { name: 'Reset kata sandi' }).click()
  await drawer.getByRole('textbox', { name: 'Kata sandi baru' }).fill('Kasir-Ganti-2026')
  await drawer.getByRole('button', { name: 'Reset kata sandi' }).click()
  await expect(page.getByText('Kata sandi Baru Diubah sudah diganti.')).toBeVisible()
  expect(await running.signIn({ email: 'baru@kasir.test', password: 'Kasir-Ganti-2026' })).toBeTruthy()
  await drawer.getByRole('button', { name: 'Ubah' }).click()
  await drawer.getByLabel('Aktif (boleh masuk)').click({ force: true })
  await drawer.getByRole('button', { name: 'Simpan' }).click()
  await expect(drawer.getByText('Nonaktif')).toBeVisible()
  await expect(running.signIn({ email: 'baru@kasir.test', password: 'Kasir-Ganti-2026' })).rejects.toThrow()
})

test('a shift is created and changed', async ({ page }) => {
  await open(page, '/jam-kerja')
  await page.getByRole('button', { name: 'Tambah jam kerja' }).click()
  const drawer = page.getByRole('dialog')
  await drawer.getByLabel('Nama').fill('Sahur')
  await drawer.getByLabel('Mulai').fill('22:00')
  await drawer.getByLabel(/^Sampai/).fill('04:59')
  await drawer.getByRole('button', { name: 'Simpan' }).click()
  await expect(drawer).toBeHidden()
  await expect(page.getByText('22.00–04.59')).toBeVisible()
  await page.getByRole('button', { name: 'Rincian Sahur' }).click()
  await drawer.getByLabel(/^Sampai/).fill('05:29')
  await drawer.getByLabel('Aktif').click({ force: true })
  await expect(drawer.getByText('langsung tidak bisa berjualan')).toBeVisible()
  await drawer.getByRole('button', { name: 'Simpan' }).click()
  await expect(page.getByText('22.00–05.29')).toBeVisible()
  await expect(page.getByRole('row', { name: /Sahur/ }).getByText('Nonaktif')).toBeVisible()
})

test('the margin of a product changes what the customer pays', async ({ page }) => {
  await open(page, '/produk')
  await page
    .getByRole('button', { name: /^Rincian/ })
    .first()
    .click()
  const drawer = page.getByRole('dialog')
  await drawer.getByLabel('Margin').fill('4321')
  await drawer.getByRole('button', { name: 'Simpan' }).click()
  await expect(drawer).toBeHidden()
  await expect(
    page
      .getByRole('table')
      .getByText(/4\.321/)
      .first(),
  ).toBeVisible()
})

test('saving a product without changing its margin keeps the configured one; an emptied margin restores it', async ({
  page,
}) => {
  await open(page, '/produk')
  const row = page.getByRole('button', { name: /^Rincian/ }).nth(1)
  const drawer = page.getByRole('dialog')
  const save = async () => {
    const request = page.waitForRequest((it) => it.postData()?.includes('"input"') ?? false)
    await drawer.getByRole('button', { name: 'Simpan' }).click()
    const { input } = (await request).postDataJSON().variables
    await expect(drawer).toBeHidden()
    return input
  }
  await row.click()
  await drawer.getByLabel('Dijual di konter').click({ force: true })
  expect(await save()).toEqual({ active: false })
  await row.click()
  await expect(drawer.getByText('Harga jual')).toBeVisible()
  await drawer.getByLabel('Margin').fill('')
  // The page does not know the configured margin, so it shows no price instead of a wrong one.
  await expect(drawer.getByText('Harga jual')).toBeHidden()
  await drawer.getByLabel('Dijual di konter').click({ force: true })
  expect(await save()).toEqual({ active: true, margin: null })
})

test('the command palette opens pages, a question mark opens the shortcuts, and the menu switches to dark mode', async ({
  page,
}) => {
  await waitUntilIdle(page)
  await page.keyboard.press('Control+K')
  await page.getByPlaceholder('Ketik nama halaman').fill('Produk')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/produk/)
  await waitUntilIdle(page)
  // The palette keeps the keyboard focus while it closes.
  await expect(page.getByPlaceholder('Ketik nama halaman')).toBeHidden()
  await page.keyboard.press('Shift+?')
  const sheet = page.getByRole('dialog', { name: 'Pintasan papan ketik' })
  await expect(sheet.getByText('Ctrl+K')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(sheet).toBeHidden()
  await page.getByRole('button', { name: /^Akun/ }).click()
  await page.getByRole('menuitem', { name: 'Mode gelap' }).click()
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark')
  await page.reload()
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark')
  await page.screenshot({ path: screenshotPath('products-dark') })
})

test('an employee cannot open a page of the owner', async ({ page }) => {
  await clearSession(page)
  await signIn(page, running, employee)
  await expect(page.getByLabel('Nomor meter')).toBeVisible()
  await open(page, '/karyawan')
  await expect(page).toHaveURL(/\/jual/)
})
