import { expect, test } from '@playwright/test'
import { type RunningStack, startStack, type TestEmployee } from '@setrum/testing'
import {
  fetchFromServer,
  intercept,
  loseResponsesTo,
  makeGate,
  respondWithError,
  stopIntercepting,
  waitForResponseTo,
} from '../support/network.js'
import {
  BILL_NUMBER,
  enterTokenSale,
  lookUpBill,
  METER,
  makeEmployee,
  screenshotPath,
  signIn,
  waitForPendingUpdates,
} from '../support/page-actions.js'

const EIGHT_BILLS = '530000000999'
/** Another customer with a bill. */
const OTHER_NUMBER = '530000001105'
const NON_TAGLIS = '3225030000000'

let running: RunningStack
let employee: TestEmployee
test.beforeAll(async () => {
  running = await startStack({ without: [] })
  employee = await makeEmployee(running, { name: 'Rina Uji' })
})
test.beforeEach(({ page }) => signIn(page, running, employee))
test.afterEach(({ context }) => stopIntercepting(context))
test.afterAll(() => running?.stop())

const ledgerOf = async (customer: string) =>
  (await running.biller.ledger()).transactions.filter(({ customer_id }) => customer_id === customer)
const paid = async (customer: string) => (await ledgerOf(customer)).filter(({ debited }) => debited > 0)

test('every bill is shown with its period, penalty and fee before it is paid, and the receipt names them', async ({
  page,
}) => {
  await lookUpBill(page, running, EIGHT_BILLS)
  const rows = page.locator('tbody tr')
  await expect(rows.first()).toBeVisible()
  const count = await rows.count()
  expect(count).toBeGreaterThan(1)
  // Period, amount, penalty, fee and their total.
  for (const cells of await rows.evaluateAll((all) =>
    all.map((row) => [...row.children].map((it) => it.textContent)),
  )) {
    const [period, amount, penalty, fee, total] = cells
    expect(period).toMatch(/^\p{L}+ \d{4}$/u)
    expect(rupiah(total)).toBe(rupiah(amount) + rupiah(penalty) + rupiah(fee))
    expect(rupiah(fee)).toBeGreaterThan(0)
  }
  expect(await ledgerOf(EIGHT_BILLS).then((all) => all.every(({ debited }) => debited === 0))).toBe(true)
  await page.screenshot({ path: screenshotPath('bills'), fullPage: true })
  // Enter pays the bill that was looked up.
  await expect(page.getByRole('button', { name: 'Bayar' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'Pembayaran berhasil' })).toBeVisible()
  await expect(page.getByText('Masih ada 4 lembar tagihan yang belum dibayar.')).toBeVisible()
  await expect(page.getByText('00012000–00012110').first()).toBeVisible()
  await page.getByRole('link', { name: 'Struk' }).click()
  const receipt = page.getByTestId('receipt')
  await expect(receipt).toContainText('STRUK PEMBAYARAN TAGIHAN LISTRIK')
  await expect(receipt).toContainText('00012000-00012110')
  await expect(receipt).toContainText('Denda')
  await expect(receipt).toContainText('Biaya admin')
  expect(await paid(EIGHT_BILLS)).toHaveLength(1)
})

test('a Non-taglis registration is looked up and paid, with its own receipt', async ({ page }) => {
  await lookUpBill(page, running, NON_TAGLIS, 'nontaglis')
  await expect(page.getByText(/696[.]400/).first()).toBeVisible()
  await page.getByRole('button', { name: 'Bayar' }).click()
  await expect(page.getByRole('heading', { name: 'Pembayaran berhasil' })).toBeVisible()
  await page.getByRole('link', { name: 'Struk' }).click()
  await expect(page.getByTestId('receipt')).toContainText('STRUK PEMBAYARAN NON TAGLIS')
  expect(await paid(NON_TAGLIS)).toHaveLength(1)
})

test('an unknown number shows a message, and nothing can be paid', async ({ page }) => {
  await page.goto(`${running.stack.url('web')}/jual?jenis=tagihan`)
  await page.getByLabel('ID pelanggan').fill('999999999999')
  await page.keyboard.press('Enter')
  const message = page.getByRole('status').filter({ hasText: 'Nomor meter atau ID pelanggan tidak ditemukan.' })
  await expect(message).toBeVisible()
  await expect(page.getByText('Periksa lagi nomornya')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Bayar' })).toHaveCount(0)
  // For a token likewise: one sentence, and the button says the next step. Repeating the request would not help.
  await page.goto(`${running.stack.url('web')}/jual`)
  await page.getByLabel('Nomor meter', { exact: true }).fill('99999999999')
  await expect(message).toBeVisible()
  await expect(page.getByText('Periksa lagi nomornya')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Periksa nomor meter' })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Coba lagi' })).toHaveCount(0)
})

test('a payment whose response is lost shows as processing, survives a reload, and is debited once', async ({
  page,
}) => {
  await lookUpBill(page, running, BILL_NUMBER)
  const lost = await loseResponsesTo(page, 'PayBill')
  await page.getByRole('button', { name: 'Bayar' }).click()
  await expect(page.getByRole('heading', { name: 'Sedang diproses' })).toBeVisible()
  // The server has the payment; only the response is missing.
  await expect.poll(() => paid(BILL_NUMBER)).toHaveLength(1)
  await expect(page.getByRole('link', { name: 'Lihat Riwayat' })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Bayar' })).toHaveCount(0)
  await page.reload()
  await expect(page.getByRole('heading', { name: 'Sedang diproses' })).toBeVisible()
  lost.stop()
  await expect(page.getByRole('heading', { name: 'Pembayaran berhasil' })).toBeVisible()
  expect(lost.sent.length).toBeGreaterThan(1)
  expect(new Set(lost.sent).size).toBe(1)
  expect(await paid(BILL_NUMBER)).toHaveLength(1)
})

test('a token purchase whose response is lost keeps its key through reload and retry, and is debited once', async ({
  page,
}) => {
  await page.goto(`${running.stack.url('web')}/jual`)
  await enterTokenSale(page)
  const lost = await loseResponsesTo(page, 'BuyToken')
  await page.getByRole('button', { name: 'Bayar' }).click()
  await expect(page.getByRole('heading', { name: 'Sedang diproses' })).toBeVisible()
  await expect.poll(() => paid(METER)).toHaveLength(1)
  await page.screenshot({ path: screenshotPath('lost-response'), fullPage: true })
  await page.reload()
  await expect(page.getByRole('heading', { name: 'Sedang diproses' })).toBeVisible()
  lost.stop()
  await expect(page.getByTestId('token')).toHaveText(/^\d{20}$/)
  expect(lost.sent.length).toBeGreaterThan(1)
  expect(new Set(lost.sent).size).toBe(1)
  expect(await paid(METER)).toHaveLength(1)
})

test('a bill looked up before is never payable in place of the next one', async ({ page }) => {
  await lookUpBill(page, running, BILL_NUMBER)
  await expect(page.getByRole('button', { name: 'Bayar' })).toBeVisible()
  await intercept(page, 'BillToPayById', (route) => route.abort())
  const number = page.getByLabel('ID pelanggan')
  await number.fill(OTHER_NUMBER)
  const inquiry = waitForResponseTo(page, 'InquireBill')
  await number.press('Enter')
  await inquiry
  await expect(page.getByText('Server belum bisa dihubungi').first()).toBeVisible()
  await expect(page.getByRole('columnheader', { name: 'Denda' })).toHaveCount(0)
  await expect(page.getByRole('button', { name: 'Bayar' })).toHaveCount(0)
})

test('a number changed during a lookup never shows the bill of the previous number', async ({ page }) => {
  await page.goto(`${running.stack.url('web')}/jual?jenis=tagihan`)
  const number = page.getByLabel('ID pelanggan')
  const change = makeGate()
  await intercept(page, 'InquireBill', async (route) => {
    const response = await fetchFromServer(route)
    await change.opened
    await route.fulfill({ response })
  })
  let bills = 0
  await intercept(page, 'BillToPayById', (route) => {
    bills += 1
    return route.fallback()
  })
  await number.fill(BILL_NUMBER)
  const response = waitForResponseTo(page, 'InquireBill')
  await number.press('Enter')
  await number.fill(OTHER_NUMBER)
  change.open()
  expect(await (await response).text()).toContain('"inquireBill":{')
  await waitForPendingUpdates(page)
  // The page does not fetch the bill of the previous number, and the new number can be looked up.
  expect(bills).toBe(0)
  await expect(number).toHaveValue(grouped(OTHER_NUMBER))
  await expect(page.getByRole('button', { name: 'Bayar' })).toHaveCount(0)
  await page.getByRole('button', { name: 'Cek tagihan' }).click()
  await expect(page.getByText(OTHER_NUMBER, { exact: true })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Bayar' })).toBeFocused()
})

test('Enter does not pay a bill left unpaid when its form reopens', async ({ page }) => {
  await lookUpBill(page, running, OTHER_NUMBER)
  const number = page.getByLabel('ID pelanggan')
  let sent = 0
  await intercept(page, 'PayBill', (route) => {
    sent += 1
    return route.abort()
  })
  await page.keyboard.press('Alt+1')
  await expect(page.getByLabel('Nomor meter')).toBeFocused()
  await page.keyboard.press('Alt+2')
  await expect(page.getByRole('button', { name: 'Bayar' })).toBeEnabled()
  await expect(number).toBeFocused()
  await page.keyboard.type(BILL_NUMBER)
  await expect(number).toHaveValue(grouped(BILL_NUMBER))
  await page.keyboard.press('Enter')
  await expect(page.getByRole('columnheader', { name: 'Denda' })).toBeVisible()
  expect(sent).toBe(0)
})

test('an edit that changes no digit keeps the cursor and the bill', async ({ page }) => {
  await lookUpBill(page, running, OTHER_NUMBER)
  const number = page.getByLabel('ID pelanggan')
  await number.focus()
  await number.evaluate((it: HTMLInputElement) => it.setSelectionRange(5, 5))
  await page.keyboard.press('Backspace')
  expect(await number.evaluate((it: HTMLInputElement) => it.selectionStart)).toBe(4)
  await page.keyboard.type(' ')
  await expect(number).toHaveValue(grouped(OTHER_NUMBER))
  await expect(page.getByRole('columnheader', { name: 'Denda' })).toBeVisible()
})

test('an expired bill is looked up again with one key and then paid', async ({ page }) => {
  const before = await paid(BILL_NUMBER)
  await lookUpBill(page, running, BILL_NUMBER)
  let expiredId = ''
  await intercept(page, 'PayBill', async (route, { transactionId }) => {
    expiredId ||= String(transactionId)
    if (transactionId !== expiredId) return route.fallback()
    await respondWithError(route, 'INVALID_TRANSITION', 'Tagihan ini sudah kedaluwarsa.')
  })
  await intercept(page, 'BillToPayById', async (route, { id }) => {
    if (id !== expiredId) return route.fallback()
    const response = await fetchFromServer(route)
    const body = await response.json()
    if (!body.data?.transaction) return route.fulfill({ response })
    await route.fulfill({
      json: { ...body, data: { transaction: { ...body.data.transaction, status: 'EXPIRED' } } },
    })
  })
  await page.getByRole('button', { name: 'Bayar' }).click()
  await expect(page.getByText('Tagihan ini sudah kedaluwarsa.')).toBeVisible()
  await page.screenshot({ path: screenshotPath('bill-expired'), fullPage: true })
  await page.getByRole('button', { name: 'Cek tagihan', exact: true }).click()
  await page.getByRole('button', { name: 'Bayar' }).click()
  await expect(page.getByRole('heading', { name: 'Pembayaran berhasil' })).toBeVisible()
  expect(await paid(BILL_NUMBER)).toHaveLength(before.length + 1)
})

test('a bill being paid elsewhere shows that, and cannot be paid', async ({ page }) => {
  await lookUpBill(page, running, OTHER_NUMBER)
  await intercept(page, 'PayBill', (route) =>
    respondWithError(route, 'DUPLICATE_SUSPECTED', 'Tagihan nomor ini sedang dibayar. Tunggu sampai selesai.'),
  )
  await page.getByRole('button', { name: 'Bayar' }).click()
  const notice = page.getByRole('alert').filter({ hasText: 'sedang dibayar' })
  await expect(notice).toBeFocused()
  await expect(notice.getByRole('button')).toHaveCount(0)
  await page.screenshot({ path: screenshotPath('bill-being-paid'), fullPage: true })
})

function grouped(digits: string): string {
  return digits.match(/.{1,4}/g)?.join(' ') ?? ''
}

function rupiah(text: string | null | undefined): number {
  return Number((text ?? '').replace(/\D/g, ''))
}
