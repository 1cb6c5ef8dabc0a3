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
  debitsOf,
  enterTokenSale,
  grouped,
  ledgerOf,
  lookUpBill,
  METER,
  makeEmployee,
  meterOf,
  payOf,
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

test('a silent biller is asked again by itself until the bill is found', async ({ page }) => {
  await page.goto(`${running.stack.url('web')}/jual?jenis=tagihan`)
  await running.biller.faults('inq-pasca', 'http-503', 2)
  const number = page.getByLabel('ID pelanggan')
  await number.fill(BILL_NUMBER)
  await number.press('Enter')
  await expect(page.getByText('Dicoba lagi otomatis')).toBeVisible()
  await expect(number).toHaveValue(grouped(BILL_NUMBER))
  await expect(page.getByRole('columnheader', { name: 'Denda' })).toBeVisible()
  await expect(page.getByText('Dicoba lagi otomatis')).toBeHidden()
  await expect(payOf(page)).toBeFocused()
})

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
  expect(await ledgerOf(running, EIGHT_BILLS).then((all) => all.every(({ debited }) => debited === 0))).toBe(true)
  await page.screenshot({ path: screenshotPath('bills'), fullPage: true })
  // Enter pays the bill that was looked up.
  await expect(payOf(page)).toBeFocused()
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
  expect(await debitsOf(running, EIGHT_BILLS)).toHaveLength(1)
})

test('a Non-taglis registration is looked up and paid, with its own receipt', async ({ page }) => {
  await lookUpBill(page, running, NON_TAGLIS, 'nontaglis')
  await expect(page.getByText(/696[.]400/).first()).toBeVisible()
  await payOf(page).click()
  await expect(page.getByRole('heading', { name: 'Pembayaran berhasil' })).toBeVisible()
  await page.getByRole('link', { name: 'Struk' }).click()
  await expect(page.getByTestId('receipt')).toContainText('STRUK PEMBAYARAN NON TAGLIS')
  expect(await debitsOf(running, NON_TAGLIS)).toHaveLength(1)
})

test('an unknown number shows a message, and nothing can be paid', async ({ page }) => {
  await page.goto(`${running.stack.url('web')}/jual?jenis=tagihan`)
  await page.getByLabel('ID pelanggan').fill('999999999999')
  await page.keyboard.press('Enter')
  const message = page.getByRole('status').filter({ hasText: 'Nomor meter atau ID pelanggan tidak ditemukan.' })
  await expect(message).toBeVisible()
  await expect(page.getByText('Periksa lagi nomornya')).toBeVisible()
  await expect(payOf(page)).toHaveCount(0)
  // For a token likewise: one sentence, and the button says the next step. Repeating the request would not help.
  await page.goto(`${running.stack.url('web')}/jual`)
  await meterOf(page).fill('99999999999')
  await expect(message).toBeVisible()
  await expect(page.getByText('Periksa lagi nomornya')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Periksa nomor meter' })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Coba lagi' })).toHaveCount(0)
})

test('a product that is out of service is no wrong number: the same request can be repeated', async ({ page }) => {
  await page.goto(`${running.stack.url('web')}/jual`)
  await meterOf(page).fill('14000000106')
  await expect(page.getByRole('status').filter({ hasText: 'Produk ini sedang gangguan.' })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Coba lagi' })).toBeVisible()
  await expect(page.getByText('Periksa')).toHaveCount(0)
  await page.screenshot({ path: screenshotPath('till-product-down'), fullPage: true })
})

test('a bill that is already paid is no wrong number', async ({ page }) => {
  await page.goto(`${running.stack.url('web')}/jual?jenis=tagihan`)
  await page.getByLabel('ID pelanggan').fill('530000000001')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('status').filter({ hasText: 'Tagihan ini sudah dibayar.' })).toBeVisible()
  await expect(page.getByText('Periksa lagi nomornya')).toHaveCount(0)
})

test('a payment that fails because the bill is already paid says only that', async ({ page }) => {
  await lookUpBill(page, running, '530000001007')
  await payOf(page).click()
  await expect(page.getByRole('heading', { name: 'Pembayaran gagal' })).toBeVisible()
  await expect(page.getByText('Tagihan belum dibayar.')).toBeVisible()
  await expect(page.getByRole('link', { name: 'Coba lagi' })).toBeVisible()
  // A payment with this code fails only after later status checks.
  await intercept(page, 'SaleOutcomeById', async (route) => {
    const response = await fetchFromServer(route)
    const body = await response.json()
    if (!body.data?.transaction) return route.fulfill({ response })
    await route.fulfill({ json: { ...body, data: { transaction: { ...body.data.transaction, responseCode: '34' } } } })
  })
  await page.reload()
  await expect(page.getByText('Tagihan ini sudah dibayar.')).toBeVisible()
  await expect(page.getByText('Tagihan belum dibayar.')).toHaveCount(0)
  await expect(page.getByRole('link', { name: 'Coba lagi' })).toHaveCount(0)
  await page.screenshot({ path: screenshotPath('bill-already-paid'), fullPage: true })
})

test('a bill that the biller pays at a loss waits for the owner, without a word about its cost', async ({ page }) => {
  const number = '530000002000'
  await running.biller.faults('inq-pasca', 'cost-900000', 1)
  await lookUpBill(page, running, number)
  await expect(page.getByText('Pemilik harus memeriksa tagihan ini dulu. Jangan terima pembayaran.')).toBeVisible()
  await expect(page.getByText('berbeda dari total')).toHaveCount(0)
})

test('a payment whose response is lost shows as processing, survives a reload, and is debited once', async ({
  page,
}) => {
  await lookUpBill(page, running, BILL_NUMBER)
  const lost = await loseResponsesTo(page, 'PayBill')
  await payOf(page).click()
  await expect(page.getByRole('heading', { name: 'Sedang diproses' })).toBeVisible()
  // The server has the payment; only the response is missing.
  await expect.poll(() => debitsOf(running, BILL_NUMBER)).toHaveLength(1)
  await expect(page.getByRole('link', { name: 'Lihat Riwayat' })).toBeVisible()
  await expect(payOf(page)).toHaveCount(0)
  await page.reload()
  await expect(page.getByRole('heading', { name: 'Sedang diproses' })).toBeVisible()
  lost.stop()
  await expect(page.getByRole('heading', { name: 'Pembayaran berhasil' })).toBeVisible()
  expect(lost.sent.length).toBeGreaterThan(1)
  expect(new Set(lost.sent).size).toBe(1)
  expect(await debitsOf(running, BILL_NUMBER)).toHaveLength(1)
})

test('a token purchase whose response is lost keeps its key through reload and retry, and is debited once', async ({
  page,
}) => {
  await page.goto(`${running.stack.url('web')}/jual`)
  await enterTokenSale(page)
  const lost = await loseResponsesTo(page, 'BuyToken')
  await payOf(page).click()
  await expect(page.getByRole('heading', { name: 'Sedang diproses' })).toBeVisible()
  await expect.poll(() => debitsOf(running, METER)).toHaveLength(1)
  await page.screenshot({ path: screenshotPath('lost-response'), fullPage: true })
  await page.reload()
  await expect(page.getByRole('heading', { name: 'Sedang diproses' })).toBeVisible()
  lost.stop()
  await expect(page.getByTestId('token')).toHaveText(/^\d{20}$/)
  expect(lost.sent.length).toBeGreaterThan(1)
  expect(new Set(lost.sent).size).toBe(1)
  expect(await debitsOf(running, METER)).toHaveLength(1)
})

test('a bill looked up before is never payable in place of the next one', async ({ page }) => {
  await lookUpBill(page, running, BILL_NUMBER)
  await expect(payOf(page)).toBeVisible()
  await intercept(page, 'BillToPayById', (route) => route.abort())
  const number = page.getByLabel('ID pelanggan')
  await number.fill(OTHER_NUMBER)
  const inquiry = waitForResponseTo(page, 'InquireBill')
  await number.press('Enter')
  await inquiry
  await expect(page.getByText('Server belum bisa dihubungi').first()).toBeVisible()
  await expect(page.getByRole('columnheader', { name: 'Denda' })).toHaveCount(0)
  await expect(payOf(page)).toHaveCount(0)
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
  await expect(payOf(page)).toHaveCount(0)
  await page.getByRole('button', { name: 'Cek tagihan' }).click()
  await expect(page.getByText(OTHER_NUMBER, { exact: true })).toBeVisible()
  await expect(payOf(page)).toBeFocused()
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
  await expect(meterOf(page)).toBeFocused()
  await page.keyboard.press('Alt+2')
  await expect(payOf(page)).toBeEnabled()
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
  const before = await debitsOf(running, BILL_NUMBER)
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
  await payOf(page).click()
  await expect(page.getByText('Tagihan ini sudah kedaluwarsa.')).toBeVisible()
  await page.screenshot({ path: screenshotPath('bill-expired'), fullPage: true })
  await page.getByRole('button', { name: 'Cek tagihan', exact: true }).click()
  await payOf(page).click()
  await expect(page.getByRole('heading', { name: 'Pembayaran berhasil' })).toBeVisible()
  expect(await debitsOf(running, BILL_NUMBER)).toHaveLength(before.length + 1)
})

test('a bill being paid elsewhere shows that, and cannot be paid', async ({ page }) => {
  await lookUpBill(page, running, OTHER_NUMBER)
  await intercept(page, 'PayBill', (route) =>
    respondWithError(route, 'DUPLICATE_SUSPECTED', 'Tagihan nomor ini sedang dibayar. Tunggu sampai selesai.'),
  )
  await payOf(page).click()
  const notice = page.getByRole('alert').filter({ hasText: 'sedang dibayar' })
  await expect(notice).toBeFocused()
  await expect(notice.getByRole('button')).toHaveCount(0)
  await page.screenshot({ path: screenshotPath('bill-being-paid'), fullPage: true })
  await expect(payOf(page)).toHaveCount(0)
})

test('a bill paid under another inquiry has to be looked up again before it is paid', async ({ page, context }) => {
  const number = '530000001000'
  await lookUpBill(page, running, number)
  const other = await context.newPage()
  await lookUpBill(other, running, number)
  await payOf(other).click()
  await expect(other.getByRole('heading', { name: 'Pembayaran berhasil' })).toBeVisible()
  await payOf(page).click()
  const notice = page.getByRole('alert').filter({ hasText: 'Tagihan ini sudah dibayar' })
  await expect(notice).toContainText('Tidak dibayar dua kali')
  await expect(page.getByText('sedang dibayar')).toHaveCount(0)
  await expect(payOf(page)).toHaveCount(0)
  await page.screenshot({ path: screenshotPath('bill-paid-elsewhere'), fullPage: true })
  const inquiry = waitForResponseTo(page, 'InquireBill')
  await page.getByRole('button', { name: 'Cek tagihan', exact: true }).click()
  expect(await (await inquiry).text()).not.toContain('IDEMPOTENCY')
  await expect(page.getByRole('columnheader', { name: 'Denda' })).toBeVisible()
  expect(await debitsOf(running, number)).toHaveLength(1)
})

function rupiah(text: string | null | undefined): number {
  return Number((text ?? '').replace(/\D/g, ''))
}
