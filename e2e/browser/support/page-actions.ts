import { fileURLToPath } from 'node:url'
import { AxeBuilder } from '@axe-core/playwright'
import { type BrowserContext, expect, type Locator, type Page } from '@playwright/test'
import { SUBGRAPHS } from '@setrum/api-contract'
import { DEMO, type RunningStack, type TestEmployee } from '@setrum/testing'

/** Test numbers of the biller sandbox, which accepts other numbers of the same length too. */
export const METER = '12345678901'
export const OTHER_METER = '14000000000'
export const BILL_NUMBER = '530000000000'
export const PHONE = { width: 390, height: 844 }
export const DESKTOP = { width: 1280, height: 800 }

/** Path of a screenshot, independent of the working directory. */
export function screenshotPath(name: string): string {
  return fileURLToPath(new URL(`../../../artifacts/browser/${name}.png`, import.meta.url))
}

const MINUTE_MS = 60_000

/** Local time of the counter in so many minutes, `HH:mm`. */
export function clockIn(minutes: number): string {
  const format = new Intl.DateTimeFormat('en-GB', { timeZone: 'Asia/Jakarta', hour: '2-digit', minute: '2-digit' })
  return format.format(Date.now() + minutes * MINUTE_MS)
}

export type Account = Pick<TestEmployee, 'email' | 'password'>

/** Creates an employee as the owner. By default the shift has begun and lasts three more hours, across midnight too. */
export async function makeEmployee(
  running: RunningStack,
  { startAt = clockIn(-120), endAt = clockIn(180), ...more }: { name: string; startAt?: string; endAt?: string },
): Promise<TestEmployee> {
  return running.makeEmployee(await running.asAdmin(), { ...more, startAt, endAt })
}

export async function fillSignIn(page: Page, { email, password }: Account): Promise<void> {
  // React ignores input before hydration.
  await expect(page.locator('form[data-ready]')).toBeVisible()
  await page.locator('input[type="email"]').fill(email)
  await page.locator('input[type="password"]').fill(password)
  await page.keyboard.press('Enter')
}

/** Signs in by the request that the form sends, and opens the first page of the user. The form has its own tests. */
export async function signIn(page: Page, running: RunningStack, { email, password }: Account): Promise<void> {
  const web = running.stack.url('web')
  const response = await page.request.post(`${web}/api/session`, { data: { email, password } })
  expect(response.status(), `sign-in of ${email}`).toBe(200)
  await page.goto(web)
  await waitForSignedInPage(page)
}

/** Waits for a hydrated page of a signed-in user. Signing in loads a new document; keys pressed before are lost. */
export async function waitForSignedInPage(page: Page): Promise<void> {
  await expect(page.locator('main#isi[data-ready]')).toBeVisible()
}

/** Deletes the session cookies. Leaves the page first: it would redirect to the sign-in page at any time. */
export async function clearSession(page: Page): Promise<void> {
  await page.goto('about:blank')
  await page.context().clearCookies()
}

/** Invalidates the access token of this browser; the refresh token stays valid. */
export async function invalidateAccessToken(context: BrowserContext): Promise<void> {
  const [access] = (await context.cookies()).filter(({ name }) => name === 'setrum_access')
  if (!access) throw new Error('no access cookie')
  await context.addCookies([{ ...access, value: 'invalid' }])
}

export const signInAsAdmin = (page: Page, running: RunningStack) => signIn(page, running, DEMO.admin)

/** Sells the first product of the list to a meter through the page and waits for the token. */
export async function sellToken(page: Page, running: RunningStack, meter = METER): Promise<void> {
  await page.goto(`${running.stack.url('web')}/jual`)
  await enterTokenSale(page, meter)
  await page.getByRole('button', { name: 'Bayar' }).click()
  await expect(page.getByTestId('token')).toHaveText(/^\d{20}$/)
}

/** Sells a token for which the biller sends no readable serial number: the sale needs a review. */
export async function sellUnreadableToken(running: RunningStack, sell: () => Promise<void>): Promise<void> {
  await changeBiller(running, { serialNumber: 'short-token' })
  await sell()
  await changeBiller(running, { serialNumber: 'usual' })
}

async function changeBiller(running: RunningStack, settings: Record<string, unknown>): Promise<void> {
  const response = await fetch(`${running.stack.url('iak')}/_admin/settings`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(settings),
  })
  expect(response.ok).toBe(true)
}

export const meterOf = (page: Page) => page.getByLabel('Nomor meter', { exact: true })
export const payOf = (page: Page) => page.getByRole('button', { name: 'Bayar' })
export const amountOf = (page: Page, index: number) => page.locator('input[name=produk]').nth(index)

/** Fills in a token sale up to the pay button. A repeated sale of one amount to one meter needs a confirmation. */
export async function enterTokenSale(page: Page, meter = METER, amount = 0): Promise<void> {
  await meterOf(page).fill(meter)
  await expect(page.getByText('Tarif / daya')).toBeVisible()
  await amountOf(page, amount).check({ force: true })
  await expect(payOf(page)).toBeEnabled()
}

/** A number as the till shows it. */
export const grouped = (digits: string) => digits.match(/.{1,4}/g)?.join(' ') ?? ''

/** The biller's transactions of a customer. */
export const ledgerOf = async (running: RunningStack, customer: string) =>
  (await running.biller.ledger()).transactions.filter(({ customer_id }) => customer_id === customer)

/** Those of them that took money from the deposit. */
export const debitsOf = async (running: RunningStack, customer: string) =>
  (await ledgerOf(running, customer)).filter(({ debited }) => debited > 0)

/** Looks up a bill, up to the pay button, which takes the focus shortly after the bill appears. */
export async function lookUpBill(
  page: Page,
  running: RunningStack,
  number: string,
  saleTab = 'tagihan',
): Promise<void> {
  await page.goto(`${running.stack.url('web')}/jual?jenis=${saleTab}`)
  const input = page.getByLabel(saleTab === 'tagihan' ? 'ID pelanggan' : 'Nomor registrasi')
  await input.fill(number)
  await input.press('Enter')
  await expect(page.getByRole('columnheader', { name: 'Denda' })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Bayar' })).toBeFocused()
}

/** The panel with this heading. */
export function panel(page: Page, title: string): Locator {
  return page.locator('section').filter({ has: page.getByRole('heading', { name: title, exact: true }) })
}

/** Waits until nothing on the page is loading. */
export async function waitUntilIdle(page: Page): Promise<void> {
  await waitForSignedInPage(page)
  // The till reads its draft from storage first; until then its tab is empty and not marked busy.
  if (new URL(page.url()).pathname === '/jual') await expect(page.getByRole('tabpanel')).not.toBeEmpty()
  await expect(page.locator('[aria-busy="true"]')).toHaveCount(0)
}

/** Waits until the page has rendered the responses it has received: a later request of its own has completed. */
export async function waitForPendingUpdates(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await (await fetch('/health/live', { cache: 'no-store' })).text()
    await new Promise(requestAnimationFrame)
  })
}

export async function findSeriousViolations(page: Page): Promise<string[]> {
  // By default axe also reports every passed element, which takes longer than the check itself. Legacy mode opens no second
  // page to collect the results of foreign frames: there are none.
  const axe = new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).setLegacyMode()
  const { violations } = await axe.analyze()
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)
}

/** Restarts subgraphs that a failed test left stopped. */
export async function restartSubgraphs(running: RunningStack): Promise<void> {
  for (const { name } of SUBGRAPHS) {
    const isAlive = await fetch(`${running.stack.url(name)}/health/live`).then(
      () => true,
      () => false,
    )
    if (!isAlive) await running.stack.startOne(name)
  }
}
