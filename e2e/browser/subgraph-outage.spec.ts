import { expect, type Page, test } from '@playwright/test'
import { type RunningStack, startStack, type TestEmployee } from '@setrum/testing'
import {
  BILL_NUMBER,
  enterTokenSale,
  lookUpBill,
  makeEmployee,
  panel,
  restartSubgraphs,
  screenshotPath,
  sellToken,
  signIn,
  signInAsAdmin,
  waitForSignedInPage,
} from './support/page-actions.js'

let running: RunningStack
let employee: TestEmployee

test.beforeAll(async ({ browser }) => {
  running = await startStack({ without: [] })
  employee = await makeEmployee(running, { name: 'Rina Uji' })
  // Sales for the history, the dashboard and the customer book.
  const page = await browser.newPage()
  await signIn(page, running, employee)
  await sellToken(page, running)
  await page.close()
})
test.afterEach(() => restartSubgraphs(running))
test.afterAll(() => running?.stop())

const open = async (page: Page, path: string) => {
  await page.goto(running.stack.url('web') + path)
  await waitForSignedInPage(page)
}

/** Confirms the duplicate warning: other tests may have sold to the same meter minutes before. */
async function buyToken(page: Page): Promise<void> {
  await open(page, '/jual')
  await enterTokenSale(page)
  await page.getByRole('button', { name: 'Bayar' }).click()
  const token = page.getByTestId('token')
  const again = page.getByRole('button', { name: 'Tetap beli' })
  await expect(token.or(again)).toBeVisible()
  if (await again.isVisible()) await again.click()
  await expect(token).toHaveText(/^\d{20}$/)
}

async function payBill(page: Page): Promise<void> {
  await lookUpBill(page, running, BILL_NUMBER)
  await page.getByRole('button', { name: 'Bayar' }).click()
  await expect(page.getByRole('heading', { name: 'Pembayaran berhasil' })).toBeVisible()
}

async function expectHistory(page: Page): Promise<void> {
  await open(page, '/riwayat')
  await expect(page.getByText('Test PLN').first()).toBeVisible()
}

async function expectTransactions(page: Page): Promise<void> {
  await open(page, '/transaksi')
  await expect(page.getByText('Test PLN').first()).toBeVisible()
  await expect(page.getByText(employee.name).first()).toBeVisible()
}

async function expectShifts(page: Page): Promise<void> {
  await open(page, '/jam-kerja')
  await expect(page.getByText(`Jam ${employee.name}`).first()).toBeVisible()
}

/** Expects totals, pie and chart, none of them empty. */
async function expectDashboard(page: Page): Promise<void> {
  await open(page, '/dasbor')
  await expect(panel(page, 'Penjualan').getByText(/Rp.\d/).first()).toBeVisible()
  await expect(panel(page, 'Laba').getByText(/Rp.\d/).first()).toBeVisible()
  await expect(panel(page, 'Jumlah per status').getByRole('link', { name: /Berhasil/ })).toBeVisible()
  await expect(panel(page, 'Penjualan per hari').locator('figure svg').first()).toBeVisible()
}

/** Expects a message for the unavailable part, with a retry button, and the rest of the page. */
async function expectUnavailable(page: Page, part: string): Promise<void> {
  await expect(page.getByText(part).first()).toBeVisible()
  await expect(page.getByRole('button', { name: 'Coba lagi' }).first()).toBeVisible()
  await expect(page.getByRole('navigation', { name: 'Menu utama' })).toBeVisible()
}

const PARTS = { users: 'data karyawan', master: 'data jam kerja dan produk', transactions: 'data transaksi' }

/** Restarts the subgraph and expects the page to recover without reload or click. */
async function expectRecovery(page: Page, part: keyof typeof PARTS): Promise<void> {
  await running.stack.startOne(part)
  await expect(page.getByText(PARTS[part])).toHaveCount(0)
}

test('without users an employee buys tokens, pays bills and sees the history', async ({ page }) => {
  await signIn(page, running, employee)
  await running.stack.kill('users')
  await buyToken(page)
  await payBill(page)
  await expectHistory(page)
  await open(page, '/shift-saya')
  // Without the hours of the shift, the page shows the sales of today.
  await expect(panel(page, 'Terjual hari ini').getByText('Berhasil').first()).toBeVisible()
  await expectUnavailable(page, PARTS.users)
  await page.screenshot({ path: screenshotPath('without-users-employee'), fullPage: true })
  await expectRecovery(page, 'users')
  await expect(page.getByText(`Jam ${employee.name}`)).toBeVisible()
})

test('without users the owner sees transactions, dashboard and shifts', async ({ page }) => {
  await signInAsAdmin(page, running)
  await running.stack.kill('users')
  await expectTransactions(page)
  await expectShifts(page)
  await expectDashboard(page)
  await expectUnavailable(page, `Sebagian data tidak tersedia: ${PARTS.users}`)
  await open(page, '/karyawan')
  await expectUnavailable(page, PARTS.users)
  await page.screenshot({ path: screenshotPath('without-users-admin'), fullPage: true })
  await expectRecovery(page, 'users')
  await expect(page.getByText(employee.name).first()).toBeVisible()
})

test('without master an employee buys tokens from the last known price list, pays bills and sees the history', async ({
  page,
}) => {
  await signIn(page, running, employee)
  await expect(page.locator('input[name=produk]').first()).toBeEnabled()
  await running.stack.kill('master')
  await buyToken(page)
  await payBill(page)
  await expectHistory(page)
  await open(page, '/jual')
  // The page marks the price list as stale.
  await expect(page.getByText('Yang tampil adalah daftar harga terakhir')).toBeVisible()
  await page.screenshot({ path: screenshotPath('without-master-employee'), fullPage: true })
  await expectRecovery(page, 'master')
  await expect(page.locator('input[name=produk]').first()).toBeEnabled()
})

test('without master the owner sees transactions, dashboard and employees', async ({ page }) => {
  await signInAsAdmin(page, running)
  await running.stack.kill('master')
  await expectTransactions(page)
  await open(page, '/karyawan')
  await expect(page.getByText(employee.name).first()).toBeVisible()
  await expectUnavailable(page, PARTS.master)
  await expectDashboard(page)
  await expectUnavailable(page, `Sebagian data tidak tersedia: ${PARTS.master}`)
  await open(page, '/jam-kerja')
  await expectUnavailable(page, PARTS.master)
  await page.screenshot({ path: screenshotPath('without-master-admin'), fullPage: true })
  await expectRecovery(page, 'master')
  await expect(page.getByText(`Jam ${employee.name}`).first()).toBeVisible()
})

test('without transactions an employee signs in, sees the shift and signs out', async ({ page }) => {
  await running.stack.kill('transactions')
  await signIn(page, running, employee)
  await open(page, '/riwayat')
  await expectUnavailable(page, PARTS.transactions)
  await open(page, '/shift-saya')
  await expect(page.getByText(`Jam ${employee.name}`)).toBeVisible()
  await expectUnavailable(page, PARTS.transactions)
  await page.screenshot({ path: screenshotPath('without-transactions-employee'), fullPage: true })
  await expectRecovery(page, 'transactions')
  await expect(panel(page, 'Terjual selama jam kerja ini').getByText('Berhasil').first()).toBeVisible()
  await running.stack.kill('transactions')
  await page.getByRole('button', { name: `Akun ${employee.name}` }).click()
  await page.getByRole('menuitem', { name: 'Keluar' }).click()
  await expect(page.locator('input[type="password"]')).toBeVisible()
})

test('without transactions the till keeps showing a known sale and warns against buying another one again', async ({
  page,
}) => {
  await signIn(page, running, employee)
  // The biller never settles purchases for this meter.
  await enterTokenSale(page, '14000007002')
  await page.getByRole('button', { name: 'Bayar' }).click()
  const invoice = page.getByText(/^INV-\d{16}$/)
  await expect(invoice).toBeVisible()
  await running.stack.kill('transactions')
  await expect(page.getByText(PARTS.transactions).first()).toBeVisible()
  await expect(invoice).toBeVisible()
  await page.reload()
  await expect(page.getByText('jadi jangan diulang')).toBeVisible()
  await expect(page.getByRole('link', { name: 'Lihat Riwayat' })).toBeVisible()
  await page.screenshot({ path: screenshotPath('without-transactions-till'), fullPage: true })
  await expectRecovery(page, 'transactions')
  await expect(invoice).toBeVisible()
})

test('without transactions the owner sees employees and shifts', async ({ page }) => {
  await running.stack.kill('transactions')
  await signInAsAdmin(page, running)
  await expectUnavailable(page, PARTS.transactions)
  await open(page, '/karyawan')
  await expect(page.getByText(employee.name).first()).toBeVisible()
  await expectShifts(page)
  await open(page, '/transaksi')
  await expectUnavailable(page, PARTS.transactions)
  await page.screenshot({ path: screenshotPath('without-transactions-admin'), fullPage: true })
  await expectRecovery(page, 'transactions')
  await expect(page.getByText('Test PLN').first()).toBeVisible()
})
