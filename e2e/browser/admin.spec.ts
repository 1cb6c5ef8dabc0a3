import { readFile } from 'node:fs/promises'
import { expect, type Page, test } from '@playwright/test'
import { type RunningStack, startStack, type TestEmployee } from '@setrum/testing'
import {
  arrived,
  BILL_NUMBER,
  forgetSession,
  lookUpBill,
  makeEmployee,
  panel,
  sellToken,
  settled,
  shot,
  signIn,
  signInAsAdmin,
  spoilToken,
} from './counter.js'

/** What a spreadsheet would calculate and a page would run, if it were let. */
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
  await expect(page.getByRole('heading', { name: 'Pembelian berhasil' })).toBeVisible()
  await page.close()
})
test.afterAll(() => running?.stop())
test.beforeEach(async ({ page }) => {
  page.on('dialog', () => {
    throw new Error('a script of a name has run')
  })
  await signInAsAdmin(page, running)
})

const web = (path: string) => running.stack.url('web') + path
const open = async (page: Page, path: string) => {
  await page.goto(web(path))
  await arrived(page)
}

/** Chooses from one of the filters that are lists. */
async function choose(page: Page, label: string, option: string | RegExp): Promise<void> {
  await page
    .getByRole('combobox', { name: label })
    .or(page.getByRole('textbox', { name: label }))
    .first()
    .click()
  await page.getByRole('option', { name: option }).click()
}

test('the dashboard narrows by its filters, and a state opens the list behind it', async ({ page }) => {
  await settled(page)
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

test('the dashboard asks once, before its scripts are there, and what stands in the address stays text', async ({
  page,
}) => {
  await settled(page)
  const asked: string[] = []
  page.on('request', (request) => {
    if (request.url().endsWith('/graphql')) asked.push(request.postData() ?? '')
  })
  await open(page, '/dasbor?jenis=PREPAID')
  await expect(panel(page, 'Penjualan').getByText('1×').first()).toBeVisible()
  expect(asked).toHaveLength(1)
  expect(JSON.parse(asked[0] ?? '').variables.filter.productType).toBe('PREPAID')

  await page.route('**/_next/static/**', (route) => route.abort())
  const early = page.waitForResponse((response) => response.url().endsWith('/graphql'))
  await page.goto(web(`/dasbor?karyawan=${encodeURIComponent('</script><script>alert(1)</script>')}`))
  expect((await early).request().postDataJSON().variables.filter.employeeId).toContain('alert(1)')
})

test('transactions are filtered in the address, each filter is a chip to be taken off, and the drawer tells what happened', async ({
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
  // A name with markup and a formula is text here too.
  await expect(drawer.getByText(FORMULA_NAME, { exact: true })).toBeVisible()
  await page.screenshot({ path: shot('drawer') })
  const first = await drawer.getByRole('heading').first().textContent()
  await page.keyboard.press('ArrowRight')
  await expect(drawer.getByRole('heading').first()).not.toHaveText(first ?? '')
  await page.keyboard.press('Escape')
  await expect(drawer).toBeHidden()
})

test('the CSV holds what is filtered, and a name that looks like a formula or markup is text', async ({ page }) => {
  await open(page, '/transaksi?jenis=PREPAID')
  await expect(page.getByText('1 transaksi')).toBeVisible()
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Unduh CSV' }).click()
  const csv = await readFile(await (await download).path(), 'utf8')
  const lines = csv.trim().split(/\r?\n/)
  expect(lines).toHaveLength(2)
  expect(lines[1]).toContain(`'${FORMULA_NAME}`)
  expect(lines[1]).not.toMatch(/(^|[,;"])=/)
})

test('a CSV that cannot be had is said on the page, and one for a token that no longer holds comes after all', async ({
  page,
  context,
}) => {
  await open(page, '/transaksi')
  await settled(page)
  const csv = page.getByRole('button', { name: 'Unduh CSV' })
  await page.route('**/exports/**', (route) => route.fulfill({ status: 503 }), { times: 1 })
  await csv.click()
  await expect(page.getByText('CSV belum bisa diunduh')).toBeVisible()
  await spoilToken(context)
  const download = page.waitForEvent('download')
  await csv.click()
  expect((await download).suggestedFilename()).toBe('transaksi.csv')
})

test('a panel that failed through a fault of ours tells the request to quote, and comes back by itself', async ({
  page,
}) => {
  let isBroken = true
  await page.route('**/graphql', async (route) => {
    if (!isBroken) return route.fallback()
    const fault = { message: 'Ada yang salah.', extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: 'req-123' } }
    const down = { message: 'x', extensions: { code: 'SUBGRAPH_UNAVAILABLE', service: 'master' } }
    await route.fulfill({ json: { data: { users: null }, errors: [fault, down] } })
  })
  await open(page, '/karyawan')
  await expect(page.getByText('Ada yang salah. Data ini sedang tidak tersedia: data jam kerja')).toBeVisible()
  await expect(page.getByRole('link', { name: 'req-123' })).toHaveAttribute('href', '/jejak/req-123')
  await page.screenshot({ path: shot('fault-with-request-id') })
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
  await form.getByLabel('ID karyawan').fill('K-777')
  await form.getByLabel('Email').fill('baru@kasir.test')
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
  await expect(page.getByText('22:00–04:59')).toBeVisible()
  await page.getByRole('button', { name: 'Rincian Sahur' }).click()
  await drawer.getByLabel(/^Sampai/).fill('05:29')
  await drawer.getByLabel('Aktif').click({ force: true })
  await expect(drawer.getByText('langsung tidak bisa berjualan')).toBeVisible()
  await drawer.getByRole('button', { name: 'Simpan' }).click()
  await expect(page.getByText('22:00–05:29')).toBeVisible()
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

test('a product that is saved without touching its margin keeps the configured one; an emptied margin goes back to it', async ({
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
  await drawer.getByLabel('Dijual di loket').click({ force: true })
  expect(await save()).toEqual({ active: false })
  await row.click()
  await expect(drawer.getByText('Harga jual')).toBeVisible()
  await drawer.getByLabel('Margin').fill('')
  // What the configured margin makes of it is not known here, so no price is shown rather than a wrong one.
  await expect(drawer.getByText('Harga jual')).toBeHidden()
  await drawer.getByLabel('Dijual di loket').click({ force: true })
  expect(await save()).toEqual({ active: true, margin: null })
})

test('pages and transactions are reached by typing, the sheet of shortcuts by a question mark, and dark mode by the menu', async ({
  page,
}) => {
  await settled(page)
  await page.keyboard.press('Control+K')
  await page.getByPlaceholder('Ketik nama halaman').fill('Produk')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/produk/)
  await settled(page)
  // As long as the palette is going, its field has the keyboard.
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
  await page.screenshot({ path: shot('products-dark') })
})

test('an employee never reaches a page of the owner', async ({ page }) => {
  await forgetSession(page)
  await signIn(page, running, employee)
  await expect(page.getByLabel('Nomor meter')).toBeVisible()
  await open(page, '/karyawan')
  await expect(page).toHaveURL(/\/jual/)
})
