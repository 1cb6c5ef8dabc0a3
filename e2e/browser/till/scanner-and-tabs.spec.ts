import { expect, type Page, test } from '@playwright/test'
import { type RunningStack, startStack, type TestEmployee } from '@setrum/testing'
import {
  fetchFromServer,
  intercept,
  loseResponsesTo,
  makeGate,
  stopIntercepting,
  waitForResponseTo,
} from '../support/network.js'
import {
  amountOf,
  BILL_NUMBER,
  debitsOf,
  enterTokenSale,
  fillSignIn,
  grouped,
  lookUpBill,
  METER,
  makeEmployee,
  meterOf,
  OTHER_METER,
  payOf,
  screenshotPath,
  sellUnreadableToken,
  signIn,
  waitForSignedInPage,
} from '../support/page-actions.js'

const OTHER_NUMBER = '530000001105'
const THIRD_NUMBER = '530000000999'

let running: RunningStack
let employee: TestEmployee
test.beforeAll(async () => {
  running = await startStack({ without: [] })
  employee = await makeEmployee(running, { name: 'Rina Uji' })
})
test.afterEach(({ context }) => stopIntercepting(context))
test.afterAll(() => running?.stop())

const web = (path: string) => running.stack.url('web') + path

/** A barcode scanner types the digits and Enter, wherever the focus is. */
async function scan(page: Page, digits: string): Promise<void> {
  await page.keyboard.type(digits)
  await page.keyboard.press('Enter')
}

/** Counts the requests of an operation, and answers none. */
async function countRequests(page: Page, operation: string): Promise<() => number> {
  let count = 0
  await intercept(page, operation, (route) => {
    count += 1
    return route.abort()
  })
  return () => count
}

/** Pastes a text into the field that has the focus. */
async function paste(page: Page, text: string): Promise<void> {
  await page.evaluate((pasted) => {
    const clipboardData = new DataTransfer()
    clipboardData.setData('text/plain', pasted)
    const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true })
    document.activeElement?.dispatchEvent(event)
  }, text)
}

/** A tab with a copy of the session storage, as the browser's "duplicate" makes. */
async function duplicate(page: Page): Promise<Page> {
  const [copy] = await Promise.all([page.waitForEvent('popup'), page.evaluate(() => void window.open(location.href))])
  await waitForSignedInPage(copy)
  return copy
}

test('a scan on the bill tab looks the number up and never pays the bill on the screen', async ({ page }) => {
  await signIn(page, running, employee)
  await page.goto(web('/jual?jenis=tagihan'))
  await waitForSignedInPage(page)
  const payments = await countRequests(page, 'PayBill')
  const number = page.getByLabel('ID pelanggan')
  await expect(number).toBeFocused()
  await scan(page, BILL_NUMBER)
  await expect(payOf(page)).toBeFocused()
  await scan(page, OTHER_NUMBER)
  await expect(number).toHaveValue(grouped(OTHER_NUMBER))
  await expect(page.getByText(OTHER_NUMBER, { exact: true })).toBeVisible()
  await expect(payOf(page)).toBeFocused()
  // A code that is no number.
  await scan(page, 'KARTU')
  await expect(number).toHaveValue(grouped(OTHER_NUMBER))
  await scan(page, THIRD_NUMBER)
  await expect(number).toHaveValue(grouped(THIRD_NUMBER))
  await expect(page.getByText(THIRD_NUMBER, { exact: true })).toBeVisible()
  expect(payments()).toBe(0)
})

test('a scan on the token tab replaces the meter and never buys', async ({ page }) => {
  await signIn(page, running, employee)
  const purchases = await countRequests(page, 'BuyToken')
  await scan(page, METER)
  await expect(page.getByText('Tarif / daya')).toBeVisible()
  await amountOf(page, 1).check({ force: true })
  await payOf(page).focus()
  for (const meter of [OTHER_METER, METER, OTHER_METER]) {
    await scan(page, meter)
    await expect(meterOf(page)).toHaveValue(grouped(meter))
  }
  await expect(page.getByText('Tarif / daya')).toBeVisible()
  await scan(page, METER)
  await expect(meterOf(page)).toHaveValue(grouped(METER))
  expect(purchases()).toBe(0)
})

test('Enter held down since the number field does not pay', async ({ page }) => {
  await signIn(page, running, employee)
  await page.goto(web('/jual?jenis=tagihan'))
  await waitForSignedInPage(page)
  const payments = await countRequests(page, 'PayBill')
  await page.getByLabel('ID pelanggan').fill(OTHER_NUMBER)
  await page.keyboard.down('Enter')
  await expect(payOf(page)).toBeFocused()
  await page.keyboard.down('Enter')
  await page.keyboard.down('Enter')
  await page.keyboard.up('Enter')
  expect(payments()).toBe(0)
  await page.keyboard.press('Enter')
  await expect.poll(payments).toBeGreaterThan(0)
})

test('a pasted number replaces the number that is there', async ({ page }) => {
  await signIn(page, running, employee)
  await meterOf(page).fill(METER)
  await paste(page, `No. Meter: ${OTHER_METER}`)
  await expect(meterOf(page)).toHaveValue(grouped(OTHER_METER))
})

test('a tab notices that another employee has signed in, and leads to the pages of that employee', async ({
  page,
  context,
}) => {
  const other = await makeEmployee(running, { name: 'Siti Uji' })
  await signIn(page, running, employee)
  await context.clearCookies()
  const second = await context.newPage()
  // By the form, which tells the other tabs.
  await second.goto(web('/masuk'))
  await fillSignIn(second, other)
  await waitForSignedInPage(second)
  const dialog = page.getByRole('dialog', { name: 'Akun lain masuk di browser ini' })
  await expect(dialog).toContainText('Sekarang Siti Uji yang masuk, bukan Rina Uji')
  await page.keyboard.press('Escape')
  await expect(dialog).toBeVisible()
  // The Enter of a scan does not continue as the other user.
  await expect(dialog.getByText('Sekarang Siti Uji yang masuk')).toBeFocused()
  await scan(page, METER)
  await expect(page.getByRole('button', { name: 'Akun Rina Uji', includeHidden: true })).toBeAttached()
  await expect(dialog).toBeVisible()
  await page.screenshot({ path: screenshotPath('other-user') })
  await dialog.getByRole('button', { name: 'Lanjut sebagai Siti Uji' }).click()
  await expect(page.getByRole('button', { name: 'Akun Siti Uji' })).toBeVisible()
  await expect(dialog).toHaveCount(0)
})

test('a sale is never sent under another employee than the page shows', async ({ page, context }) => {
  const meter = '14000004002'
  const other = await makeEmployee(running, { name: 'Siti Uji' })
  // A tab that has slept: it gets no message, and its timers do not run.
  await page.addInitScript(() => {
    Reflect.deleteProperty(window, 'BroadcastChannel')
    window.setInterval = (() => 0) as unknown as typeof window.setInterval
  })
  await signIn(page, running, employee)
  await enterTokenSale(page, meter)
  await context.clearCookies()
  const second = await context.newPage()
  await second.goto(web('/masuk'))
  await fillSignIn(second, other)
  await waitForSignedInPage(second)
  // Also under a dialog: the page must not depend on having noticed.
  const refusal = waitForResponseTo(page, 'BuyToken')
  await payOf(page).dispatchEvent('click')
  expect(await (await refusal).text()).toContain('UNAUTHENTICATED')
  await expect(page.getByRole('dialog', { name: 'Akun lain masuk di browser ini' })).toBeVisible()
  expect(await debitsOf(running, meter)).toHaveLength(0)
})

test('a duplicated tab sells with a key of its own', async ({ page }) => {
  await signIn(page, running, employee)
  await enterTokenSale(page, '14000001000')
  const copy = await duplicate(page)
  await expect(meterOf(copy)).toHaveValue(grouped('14000001000'))
  await payOf(page).click()
  await expect(page.getByTestId('token')).toBeVisible()
  await meterOf(copy).fill(METER)
  await expect(copy.getByText('Tarif / daya')).toBeVisible()
  await payOf(copy).click()
  await expect(copy.getByTestId('token')).toBeVisible()
  await expect(copy.getByRole('heading', { name: 'Pembelian berhasil' })).toBeVisible()
  expect(await copy.getByTestId('token').textContent()).not.toBe(await page.getByTestId('token').textContent())
  expect(await debitsOf(running, '14000001000')).toHaveLength(1)
  expect(await debitsOf(running, METER)).toHaveLength(1)
})

test('the same sale from a duplicated tab is refused as a probable duplicate', async ({ page }) => {
  const meter = '14000004009'
  await signIn(page, running, employee)
  await enterTokenSale(page, meter)
  const copy = await duplicate(page)
  await expect(payOf(copy)).toBeEnabled()
  await payOf(page).click()
  await expect(page.getByTestId('token')).toBeVisible()
  await payOf(copy).click()
  await expect(copy.getByRole('alert').filter({ hasText: 'baru saja membeli' })).toBeVisible()
  expect(await debitsOf(running, meter)).toHaveLength(1)
})

test('a bill paid in one tab is named as already recorded when another tab pays it', async ({ page }) => {
  await signIn(page, running, employee)
  await lookUpBill(page, running, BILL_NUMBER)
  const copy = await duplicate(page)
  await expect(payOf(copy)).toBeEnabled()
  await payOf(page).click()
  await expect(page.getByRole('link', { name: 'Struk' })).toBeVisible()
  await expect(page.getByText('sudah tercatat')).toHaveCount(0)
  await payOf(copy).click()
  await expect(copy.getByRole('heading', { name: 'Sudah tercatat' })).toBeVisible()
  await expect(copy.getByText('Tidak ada yang dibeli atau dibayar lagi.')).toBeVisible()
  await copy.screenshot({ path: screenshotPath('already-recorded') })
  await copy.reload()
  await expect(copy.getByRole('heading', { name: 'Sudah tercatat' })).toBeVisible()
  expect(await debitsOf(running, BILL_NUMBER)).toHaveLength(1)
})

test('a purchase without a response that a duplicated tab repeats is named as already recorded', async ({ page }) => {
  const meter = '14000004001'
  await signIn(page, running, employee)
  await enterTokenSale(page, meter)
  const lost = await loseResponsesTo(page, 'BuyToken')
  await payOf(page).click()
  await expect.poll(() => debitsOf(running, meter)).toHaveLength(1)
  const copy = await duplicate(page)
  await expect(copy.getByRole('heading', { name: 'Sudah tercatat' })).toBeVisible()
  lost.stop()
  await expect(page.getByRole('heading', { name: 'Pembelian berhasil' })).toBeVisible()
  expect(await debitsOf(running, meter)).toHaveLength(1)
})

test('a purchase repeated by a reload before its first response is named as already recorded', async ({ page }) => {
  const meter = '14000004003'
  await signIn(page, running, employee)
  await enterTokenSale(page, meter)
  const reloaded = makeGate()
  let isFirst = true
  await intercept(page, 'BuyToken', async (route) => {
    if (!isFirst) return route.fallback()
    isFirst = false
    await fetchFromServer(route)
    await reloaded.opened
    await route.abort()
  })
  await payOf(page).click()
  await expect.poll(() => debitsOf(running, meter)).toHaveLength(1)
  await page.reload()
  await expect(page.getByRole('heading', { name: 'Sudah tercatat' })).toBeVisible()
  await expect(page.getByText('sebelum halaman ini dimuat ulang')).toBeVisible()
  await expect(page.getByTestId('token')).toBeVisible()
  reloaded.open()
  expect(await debitsOf(running, meter)).toHaveLength(1)
})

test('a sale whose token is not readable says so, and has no receipt', async ({ page }) => {
  await signIn(page, running, employee)
  await sellUnreadableToken(running, async () => {
    await enterTokenSale(page, OTHER_METER)
    await payOf(page).click()
    await expect(page.getByRole('heading', { name: 'token belum terbaca' })).toBeVisible()
  })
  await expect(page.getByRole('status').filter({ hasText: 'tokennya belum terbaca' })).toBeVisible()
  await expect(page.getByTestId('token')).toHaveCount(0)
  await expect(page.getByRole('link', { name: 'Struk' })).toHaveCount(0)
  await page.screenshot({ path: screenshotPath('till-no-token') })
  const id = new URL(page.url()).searchParams.get('trx')
  await page.keyboard.press('Alt+C')
  await page.addInitScript(() => {
    window.print = () => document.body.setAttribute('data-printed', 'ya')
  })
  await page.goto(web(`/struk/${id}?cetak=ya`))
  await expect(page.getByText('struknya belum bisa dicetak')).toBeVisible()
  await expect(page.getByTestId('receipt')).toHaveCount(0)
  await expect(page.locator('body[data-printed]')).toHaveCount(0)
  await page.goto(web('/riwayat'))
  await page
    .getByRole('button', { name: /^Rincian INV/ })
    .first()
    .click()
  await expect(page.getByRole('dialog').getByText('tokennya belum terbaca')).toBeVisible()
  await expect(page.getByRole('dialog').getByRole('link', { name: 'Struk' })).toHaveCount(0)
})
