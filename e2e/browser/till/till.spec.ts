import { expect, type Page, test } from '@playwright/test'
import { type RunningStack, startStack, type TestEmployee } from '@setrum/testing'
import {
  fetchFromServer,
  intercept,
  loseResponsesTo,
  recordExternalRequests,
  respondWithError,
  stopIntercepting,
} from '../support/network.js'
import {
  amountOf,
  DESKTOP,
  debitsOf,
  enterTokenSale,
  METER,
  makeEmployee,
  meterOf,
  OTHER_METER,
  PHONE,
  payOf,
  screenshotPath,
  sellToken,
  signIn,
} from '../support/page-actions.js'

let running: RunningStack
let employee: TestEmployee

test.beforeAll(async () => {
  running = await startStack({ without: [] })
  employee = await makeEmployee(running, { name: 'Rina Uji' })
})
test.afterEach(({ context }) => stopIntercepting(context))
test.afterAll(() => running?.stop())

const processing = (page: Page) => page.getByRole('heading', { name: 'Sedang diproses' })
const pendingPurchases = (page: Page) => page.getByRole('region', { name: 'Belum ada jawaban' })

async function signOut(page: Page, { name }: TestEmployee): Promise<void> {
  await page.getByRole('button', { name: `Akun ${name}` }).click()
  await page.getByRole('menuitem', { name: 'Keluar' }).click()
  await expect(page.locator('input[type="password"]')).toBeVisible()
}

test('a token is sold with the keyboard alone, and scripts cannot read a session token', async ({ page }) => {
  await signIn(page, running, employee)
  const meter = meterOf(page)
  await meter.pressSequentially(METER)
  await expect(amountOf(page, 0)).toBeEnabled()
  await expect(page.getByText('Tarif / daya')).toBeVisible()
  await meter.press('Enter')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Enter')
  await expect(payOf(page)).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('token')).toHaveText(/^\d{20}$/)
  expect(await page.evaluate(() => document.cookie)).not.toMatch(/setrum_(access|refresh)/)
})

test('repeating a purchase by keyboard sells the same amount to the same meter after one confirmation', async ({
  page,
}) => {
  const before = await debitsOf(running, OTHER_METER)
  const other = await makeEmployee(running, { name: 'Ulang Uji' })
  await signIn(page, running, other)
  await enterTokenSale(page, OTHER_METER, 2)
  await payOf(page).click()
  await expect(page.getByTestId('token')).toBeVisible()
  await page.getByRole('link', { name: 'Pelanggan' }).click()
  await page
    .getByRole('link', { name: /Beli lagi|Ulangi/ })
    .first()
    .click()
  await expect(meterOf(page)).toHaveValue('1400 0000 000')
  await expect(page.getByText('Tarif / daya')).toBeVisible()
  await meterOf(page).press('Enter')
  await page.keyboard.press('Enter')
  await expect(payOf(page)).toBeFocused()
  await page.keyboard.press('Enter')
  // The dialog has the focus, not its button: one Enter too many buys nothing.
  const question = page.getByRole('alert').filter({ hasText: 'baru saja membeli' })
  await expect(question).toBeFocused()
  await page.screenshot({ path: screenshotPath('till-duplicate'), fullPage: true })
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('token')).toBeVisible()
  const sold = (await debitsOf(running, OTHER_METER)).slice(before.length)
  const codes = sold.map(({ product_code }) => product_code)
  expect(codes).toHaveLength(2)
  expect(new Set(codes).size).toBe(1)
})

test('"buy anyway" disappears when the purchase changes', async ({ page }) => {
  await signIn(page, running, employee)
  await intercept(page, 'BuyToken', (route) =>
    respondWithError(route, 'DUPLICATE_SUSPECTED', 'Meter ini baru saja membeli produk yang sama.'),
  )
  const anyway = page.getByRole('button', { name: 'Tetap beli' })
  await enterTokenSale(page, METER, 3)
  await payOf(page).click()
  await expect(anyway).toBeVisible()
  await amountOf(page, 4).check({ force: true })
  await expect(anyway).toHaveCount(0)
  await payOf(page).click()
  await expect(anyway).toBeVisible()
  await meterOf(page).fill(OTHER_METER)
  await expect(anyway).toHaveCount(0)
})

test('the till never shows or sells to a customer under the number of another', async ({ page }) => {
  await signIn(page, running, employee)
  await enterTokenSale(page, METER, 0)
  const name = await page.locator('section', { hasText: 'Tarif / daya' }).locator('p').first().textContent()
  await intercept(page, 'PrepaidCustomer', (route, { meterNumber }) =>
    meterNumber === OTHER_METER ? route.abort() : route.fallback(),
  )
  await meterOf(page).fill(OTHER_METER)
  await expect(page.getByText('Server belum bisa dihubungi').first()).toBeVisible()
  await expect(page.getByText(String(name), { exact: true })).toHaveCount(0)
  await expect(payOf(page)).toHaveCount(0)
})

test('a changed price is shown first, and the next press buys at it', async ({ page }) => {
  let isOld = true
  await intercept(page, 'TokenProducts', async (route) => {
    const response = await fetchFromServer(route)
    const body = await response.json()
    if (!isOld || !body.data?.products) return route.fulfill({ response })
    const products = body.data.products.map((it: { price: number }) => ({ ...it, price: it.price - 100 }))
    await route.fulfill({ json: { ...body, data: { products } } })
  })
  await signIn(page, running, employee)
  await enterTokenSale(page, METER, 3)
  isOld = false
  await payOf(page).click()
  await expect(page.getByRole('alert').filter({ hasText: 'Harga sudah berubah' })).toBeVisible()
  await payOf(page).click()
  await expect(page.getByTestId('token')).toBeVisible()
})

test('after a lost response a rejected retry leaves the purchase pending, listed, and the till free for the next customer', async ({
  page,
}) => {
  await signIn(page, running, employee)
  await enterTokenSale(page, METER, 5)
  const keys = new Set<string>()
  let errors = 0
  let isSold = false
  await intercept(page, 'BuyToken', async (route, variables) => {
    const { meterNumber, idempotencyKey } = variables.input as { meterNumber: string; idempotencyKey: string }
    if (meterNumber !== METER) return route.fallback()
    keys.add(idempotencyKey)
    if (isSold) {
      errors += 1
      return respondWithError(route, 'RATE_LIMITED', 'Terlalu banyak permintaan.')
    }
    const response = await fetchFromServer(route)
    if ((await response.text()).includes('PERSISTED_QUERY_NOT_FOUND')) return route.fulfill({ response })
    isSold = true
    await route.abort('connectionreset')
  })
  const before = await debitsOf(running, METER)
  await payOf(page).click()
  await expect(processing(page)).toBeFocused()
  await expect.poll(() => errors).toBeGreaterThan(1)
  await expect(processing(page)).toBeVisible()
  await expect(payOf(page)).toHaveCount(0)
  await page.getByRole('button', { name: 'Layani pelanggan lain' }).click()
  await expect(meterOf(page)).toHaveValue('')
  await expect(pendingPurchases(page)).toContainText(METER)
  await expect(pendingPurchases(page).getByRole('link', { name: 'Lihat Riwayat' })).toHaveAttribute(
    'href',
    /cari=12345678901/,
  )
  await page.screenshot({ path: screenshotPath('till-pending'), fullPage: true })
  await page.setViewportSize(PHONE)
  await page.screenshot({ path: screenshotPath('till-pending-phone'), fullPage: true })
  await page.setViewportSize(DESKTOP)
  await enterTokenSale(page, OTHER_METER, 5)
  await payOf(page).click()
  await expect(page.getByTestId('token')).toBeVisible()
  await page.reload()
  await expect(pendingPurchases(page)).toContainText(METER)
  expect(keys.size).toBe(1)
  expect(await debitsOf(running, METER)).toHaveLength(before.length + 1)
  await pendingPurchases(page).getByRole('button', { name: 'Sudah saya cek' }).click()
  await expect(pendingPurchases(page)).toHaveCount(0)
})

test('drafts and pending purchases belong to one user and are never sent by the next', async ({ page }) => {
  const first = await makeEmployee(running, { name: 'Pertama Uji' })
  const second = await makeEmployee(running, { name: 'Kedua Uji' })
  await signIn(page, running, first)
  await enterTokenSale(page, METER, 4)
  const lost = await loseResponsesTo(page, 'BuyToken')
  await payOf(page).click()
  await expect(processing(page)).toBeVisible()
  await signOut(page, first)
  const sentByFirst = lost.sent.length
  await signIn(page, running, second)
  await expect(meterOf(page)).toHaveValue('')
  await meterOf(page).fill('1400')
  await signOut(page, second)
  expect(lost.sent).toHaveLength(sentByFirst)
  lost.stop()
  await signIn(page, running, first)
  await expect(page.getByTestId('token')).toBeVisible()
  expect(new Set(lost.sent).size).toBe(1)
  await page.keyboard.press('Alt+N')
  await expect(meterOf(page)).toHaveValue('')
})

test('other tabs show a pending purchase and lead to the tab that sent it', async ({ page }) => {
  const meter = '14000004009'
  const cashier = await makeEmployee(running, { name: 'Tab Uji' })
  await signIn(page, running, cashier)
  // A separate meter: a repeated sale of the product would need a confirmation.
  await enterTokenSale(page, meter, 0)
  const lost = await loseResponsesTo(page, 'BuyToken')
  await payOf(page).click()
  await expect(processing(page)).toBeVisible()
  await page.keyboard.press('Alt+2')
  const elsewhere = page.getByRole('region', { name: 'Pembelian di tab lain' })
  await expect(elsewhere).toContainText(`Sedang diproses: ${meter}`)
  lost.stop()
  await elsewhere.getByRole('button', { name: 'Buka' }).click()
  await expect(page.getByTestId('token')).toBeVisible()
  expect(new Set(lost.sent).size).toBe(1)
  await page.keyboard.press('Alt+2')
  await expect(page.getByLabel('ID pelanggan')).toBeVisible()
  await expect(elsewhere).toHaveCount(0)
})

test('a purchase pending for too long is listed but never sent again', async ({ page }) => {
  await signIn(page, running, employee)
  await enterTokenSale(page, OTHER_METER, 4)
  const before = await debitsOf(running, OTHER_METER)
  let isReachable = false
  await intercept(page, 'BuyToken', (route) => (isReachable ? route.fallback() : route.abort()))
  await payOf(page).click()
  await expect(processing(page)).toBeVisible()
  // As after a night with the lid closed; an open page would retry in time.
  await page.goto('about:blank')
  await page.clock.setFixedTime(Date.now() + 10 * 60_000)
  isReachable = true
  await page.goto(`${running.stack.url('web')}/jual`)
  await expect(pendingPurchases(page)).toContainText(OTHER_METER)
  await expect(meterOf(page)).toHaveValue('')
  expect(await debitsOf(running, OTHER_METER)).toHaveLength(before.length)
})

test('arrow keys and Alt with a number switch tabs; Ctrl+Enter pays, Alt+S copies, Alt+C prints, Alt+N starts a new sale', async ({
  page,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.addInitScript(() => {
    window.print = () => document.body.setAttribute('data-printed', 'ya')
  })
  await signIn(page, running, employee)
  await expect(amountOf(page, 0)).toBeEnabled()
  await page.getByRole('tab', { name: 'Token listrik' }).focus()
  await page.keyboard.press('ArrowRight')
  await expect(page.getByRole('tab', { name: 'Tagihan listrik' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByLabel('ID pelanggan')).toBeFocused()
  await page.keyboard.press('Alt+3')
  await expect(page.getByLabel('Nomor registrasi')).toBeFocused()
  await page.keyboard.press('Alt+1')
  await enterTokenSale(page, METER, 0)
  await page.keyboard.press('Control+Enter')
  const token = page.getByTestId('token')
  await expect(token).toHaveText(/^\d{20}$/)
  // The confirmation shows for two seconds only, so the wait begins before the key press.
  await Promise.all([
    expect(page.getByRole('button', { name: 'Tersalin' })).toBeVisible(),
    page.keyboard.press('Alt+S'),
  ])
  const clipboard = () => page.evaluate(() => navigator.clipboard.readText())
  await expect.poll(clipboard).toBe(await token.textContent())
  await page.keyboard.press('Alt+C')
  await expect(page.getByTestId('receipt')).toBeVisible()
  await expect(page.locator('body[data-printed]')).toBeVisible()
  await page.goBack()
  await expect(token).toBeVisible()
  await page.keyboard.press('Alt+N')
  await expect(meterOf(page)).toBeFocused()
})

test('the shortcuts of the till are off while a dialog is open', async ({ page }) => {
  await signIn(page, running, employee)
  await enterTokenSale(page, METER, 1)
  let sent = 0
  await intercept(page, 'BuyToken', (route) => {
    sent += 1
    return route.abort()
  })
  await page.getByRole('button', { name: `Akun ${employee.name}` }).click()
  await page.getByRole('menuitem', { name: 'Ganti kata sandi' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toBeVisible()
  await dialog.getByRole('heading').click()
  await page.keyboard.press('Control+Enter')
  await page.keyboard.press('Alt+2')
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
  await expect(payOf(page)).toBeEnabled()
  expect(sent).toBe(0)
})

test('a failed copy of the token shows a message', async ({ page }) => {
  // As on a page served by plain HTTP.
  await page.addInitScript(() => Reflect.deleteProperty(Navigator.prototype, 'clipboard'))
  await signIn(page, running, employee)
  await enterTokenSale(page, OTHER_METER, 0)
  await payOf(page).click()
  await page.getByRole('button', { name: 'Salin token' }).click()
  await expect(page.getByText('Browser ini tidak mengizinkan penyalinan')).toBeVisible()
  await page.screenshot({ path: screenshotPath('till-copy-failed'), fullPage: true })
})

test('favourites come first, and known customers are selectable from a list', async ({ page }) => {
  await signIn(page, running, employee)
  await sellToken(page, running, '14000001000')
  await page.keyboard.press('Alt+N')
  const third = await amountOf(page, 2).getAttribute('aria-label')
  await page
    .getByRole('button', { name: /favorit/ })
    .nth(2)
    .click()
  await expect(amountOf(page, 0)).toHaveAttribute('aria-label', String(third))
  await page.reload()
  await expect(amountOf(page, 0)).toHaveAttribute('aria-label', String(third))
  // The same key removes the favourite.
  await amountOf(page, 0).press('f')
  await expect(amountOf(page, 0)).not.toHaveAttribute('aria-label', String(third))
  await page.getByRole('list', { name: 'Pelanggan sebelumnya' }).getByRole('button').first().press('Enter')
  await expect(meterOf(page)).not.toHaveValue('')
  // The list is closed, and the focus moves on.
  await expect(page.locator('input[name=produk]:checked')).toBeFocused()
})

test('a silent biller is asked again by itself until the owner of the meter is known', async ({ page }) => {
  await signIn(page, running, employee)
  await running.biller.faults('inquiry-pln', 'http-503', 2)
  await meterOf(page).fill('14000007001')
  await expect(page.getByRole('button', { name: 'Coba lagi' })).toBeVisible()
  await expect(page.getByText('Tarif / daya')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Coba lagi' })).toBeHidden()
})

test('a corrupt value in the storage of the browser breaks no page', async ({ page }) => {
  await signIn(page, running, employee)
  await expect(amountOf(page, 0)).toBeEnabled()
  // Without the price list the page reads the stored one.
  await intercept(page, 'TokenProducts', (route) => respondWithError(route, 'SUBGRAPH_UNAVAILABLE', 'x'))
  const forms = ['token', 'POSTPAID', 'NON_TAGLIS', 'pending-purchases'].map(
    (form) => `setrum:form:${employee.id}:${form}`,
  )
  for (const value of ['{"list":[]}', '[null]']) {
    await page.evaluate(
      ([text, names]) => {
        for (const name of names) sessionStorage.setItem(name, text)
        for (const name of ['setrum:last-products', 'setrum:favourites']) localStorage.setItem(name, text)
      },
      [value, forms] as const,
    )
    for (const tab of ['', '?jenis=tagihan', '?jenis=nontaglis']) {
      await page.goto(`${running.stack.url('web')}/jual${tab}`)
      await expect(page.getByRole('tabpanel').getByRole('textbox')).toBeEnabled()
    }
  }
  await stopIntercepting(page.context())
  await page.goto(`${running.stack.url('web')}/jual`)
  await expect(amountOf(page, 0)).toBeEnabled()
})

test('a token is sold and printed on a phone with one hand, without external requests', async ({ browser }) => {
  const context = await browser.newContext({ viewport: PHONE, hasTouch: true, isMobile: true, locale: 'id-ID' })
  const page = await context.newPage()
  await page.addInitScript(() => {
    window.print = () => document.body.setAttribute('data-printed', 'ya')
  })
  const external = recordExternalRequests(page, running.stack.url('web'))
  await signIn(page, running, employee)
  await meterOf(page).tap()
  await page.keyboard.type(METER)
  await expect(page.getByText('Tarif / daya')).toBeVisible()
  await amountOf(page, 2).tap()
  await payOf(page).tap()
  await expect(page.getByTestId('token')).toHaveText(/^\d{20}$/)
  await page.screenshot({ path: screenshotPath('till-phone-sold'), fullPage: true })
  await page.getByRole('link', { name: 'Struk' }).tap()
  await expect(page.getByTestId('receipt')).toBeVisible()
  await page.goto(`${page.url().split('?')[0]}?cetak=ya`)
  await expect(page.locator('body[data-printed]')).toBeVisible()
  expect(external).toEqual([])
  await context.close()
})
