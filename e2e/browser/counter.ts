import { fileURLToPath } from 'node:url'
import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Locator, type Page, type Route } from '@playwright/test'
import { DEMO, type RunningHouse, type TestEmployee } from '@setrum/testing'

/** What the biller's sandbox knows; other numbers of the same length are people too. */
export const METER = '12345678901'
export const BILL_NUMBER = '530000000000'
export const PHONE = { width: 390, height: 844 }
export const DESKTOP = { width: 1280, height: 800 }

/** Where a screenshot is kept, whatever folder the tests are started from. */
export function shot(name: string): string {
  return fileURLToPath(new URL(`../../artifacts/browser/${name}.png`, import.meta.url))
}

const MINUTE_MS = 60_000

/** The clock at the counter so many minutes from now, `HH:mm`. */
export function clockIn(minutes: number): string {
  const format = new Intl.DateTimeFormat('en-GB', { timeZone: 'Asia/Jakarta', hour: '2-digit', minute: '2-digit' })
  return format.format(Date.now() + minutes * MINUTE_MS)
}

export type Account = Pick<TestEmployee, 'email' | 'password'>

/** A new employee, by the owner's hand. */
export async function makeEmployee(
  running: RunningHouse,
  more: { name: string; startAt?: string; endAt?: string },
): Promise<TestEmployee> {
  return running.makeEmployee(await running.asAdmin(), more)
}

export async function fillSignIn(page: Page, { email, password }: Account): Promise<void> {
  await page.locator('input[type="email"]').fill(email)
  await page.locator('input[type="password"]').fill(password)
  await page.keyboard.press('Enter')
}

export async function signIn(page: Page, running: RunningHouse, account: Account): Promise<void> {
  await page.goto(`${running.house.url('web')}/masuk`)
  await fillSignIn(page, account)
  await arrived(page)
}

/** Signing in loads a whole new page: until it is there, the old one may be gone and nothing in its place. */
export async function arrived(page: Page): Promise<void> {
  await expect(page.locator('main#isi')).toBeVisible()
}

/** Takes the session away. The page is left first: without its session it would go to the sign-in by itself, at any time. */
export async function forgetSession(page: Page): Promise<void> {
  await page.goto('about:blank')
  await page.context().clearCookies()
}

export const signInAsAdmin = (page: Page, running: RunningHouse) => signIn(page, running, DEMO.admin)

/** Sells the first token of the list to a meter, through the page, and waits for the token itself. */
export async function sellToken(page: Page, running: RunningHouse, meter = METER): Promise<void> {
  await page.goto(`${running.house.url('web')}/jual`)
  await enterTokenSale(page, meter)
  await page.getByRole('button', { name: 'Bayar' }).click()
  await expect(page.getByTestId('token')).toHaveText(/^\d{20}$/)
}

/** Fills in a token sale up to the pay button. */
export async function enterTokenSale(page: Page, meter = METER): Promise<void> {
  await page.getByLabel('Nomor meter').fill(meter)
  await expect(page.getByText('Tarif / daya')).toBeVisible()
  await page.locator('input[name=produk]').first().check({ force: true })
  await expect(page.getByRole('button', { name: 'Bayar' })).toBeEnabled()
}

/** Looks up a bill, up to the pay button. */
export async function lookUpBill(page: Page, running: RunningHouse, number: string, jenis = 'tagihan'): Promise<void> {
  await page.goto(`${running.house.url('web')}/jual?jenis=${jenis}`)
  const input = page.getByLabel(jenis === 'tagihan' ? 'ID pelanggan' : 'Nomor registrasi')
  await input.fill(number)
  await input.press('Enter')
  await expect(page.getByRole('columnheader', { name: 'Denda' })).toBeVisible()
}

/** The panel with this heading. */
export function panel(page: Page, title: string): Locator {
  return page.locator('section').filter({ has: page.getByRole('heading', { name: title, exact: true }) })
}

/** Waits until nothing on the page is still on its way. */
export async function settled(page: Page): Promise<void> {
  await expect(page.locator('main')).toBeVisible()
  await expect(page.locator('[aria-busy="true"]')).toHaveCount(0)
}

/** Remembers what a page asks of anybody but the house itself. */
export function foreignRequests(page: Page, running: RunningHouse): string[] {
  const home = new URL(running.house.url('web')).host
  const foreign: string[] = []
  page.on('request', (request) => {
    const { protocol, host } = new URL(request.url())
    if (protocol.startsWith('http') && host !== home) foreign.push(request.url())
  })
  return foreign
}

export async function seriousFindings(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)
}

/** What a failed test left dead is running again for the next one. */
export async function reviveSubgraphs(running: RunningHouse): Promise<void> {
  for (const name of ['users', 'master', 'transactions'] as const) {
    const isAlive = await fetch(`${running.house.url(name)}/health/live`).then(
      () => true,
      () => false,
    )
    if (!isAlive) await running.house.startOne(name)
  }
}

type Variables = Record<string, unknown>

/** Comes between the page and the server for one operation; `route.fallback()` lets it pass. */
export async function intercept(
  page: Page,
  operation: string,
  handle: (route: Route, variables: Variables) => Promise<unknown>,
): Promise<void> {
  await page.route('**/graphql', async (route) => {
    const { operationName, variables } = route.request().postDataJSON() ?? {}
    await (operationName === operation ? handle(route, variables) : route.fallback())
  })
}

export async function refuse(route: Route, code: string, message: string): Promise<void> {
  await route.fulfill({ json: { data: null, errors: [{ message, extensions: { code } }] } })
}

/** Lets requests of one kind reach the server, and loses what it answers until told otherwise. */
export async function losesAnswersTo(page: Page, operation: string) {
  const sent: string[] = []
  let isLost = true
  await intercept(page, operation, async (route, variables) => {
    sent.push(JSON.stringify(variables))
    if (!isLost) return route.fallback()
    const response = await route.fetch()
    // The gateway asking for the operation's text has done nothing yet; only what it has done is to be lost.
    if ((await response.text()).includes('PERSISTED_QUERY_NOT_FOUND')) return route.fulfill({ response })
    await route.abort('connectionreset')
  })
  return {
    /** What was asked for, key included, each time. */
    sent,
    answerAgain: () => {
      isLost = false
    },
  }
}
