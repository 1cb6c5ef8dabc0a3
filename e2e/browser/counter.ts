import { fileURLToPath } from 'node:url'
import { AxeBuilder } from '@axe-core/playwright'
import {
  type APIResponse,
  type BrowserContext,
  expect,
  type Locator,
  type Page,
  type Response,
  type Route,
} from '@playwright/test'
import { DEMO, type RunningStack, type TestEmployee } from '@setrum/testing'

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

/** A new employee, by the owner's hand; unless hours are given the shift is one around now, that no midnight ends. */
export async function makeEmployee(
  running: RunningStack,
  { startAt = clockIn(-120), endAt = clockIn(180), ...more }: { name: string; startAt?: string; endAt?: string },
): Promise<TestEmployee> {
  return running.makeEmployee(await running.asAdmin(), { ...more, startAt, endAt })
}

export async function fillSignIn(page: Page, { email, password }: Account): Promise<void> {
  // Before the page has come to life nobody hears what is typed.
  await expect(page.locator('form[data-ready]')).toBeVisible()
  await page.locator('input[type="email"]').fill(email)
  await page.locator('input[type="password"]').fill(password)
  await page.keyboard.press('Enter')
}

export async function signIn(page: Page, running: RunningStack, account: Account): Promise<void> {
  await page.goto(`${running.stack.url('web')}/masuk`)
  await fillSignIn(page, account)
  await arrived(page)
}

/**
 * Waits for a page of somebody who is signed in. Signing in loads a whole new one: until it is there, the old one may be
 * gone and nothing in its place, and until it has come to life nobody hears what is pressed.
 */
export async function arrived(page: Page): Promise<void> {
  await expect(page.locator('main#isi[data-ready]')).toBeVisible()
}

/** Takes the session away. The page is left first: without its session it would go to the sign-in by itself, at any time. */
export async function forgetSession(page: Page): Promise<void> {
  await page.goto('about:blank')
  await page.context().clearCookies()
}

/** From now on the token of this browser does not hold any more; it can be renewed. */
export async function spoilToken(context: BrowserContext): Promise<void> {
  const [access] = (await context.cookies()).filter(({ name }) => name === 'setrum_access')
  if (!access) throw new Error('no access cookie')
  await context.addCookies([{ ...access, value: 'no-longer-good' }])
}

export const signInAsAdmin = (page: Page, running: RunningStack) => signIn(page, running, DEMO.admin)

/** Sells the first token of the list to a meter, through the page, and waits for the token itself. */
export async function sellToken(page: Page, running: RunningStack, meter = METER): Promise<void> {
  await page.goto(`${running.stack.url('web')}/jual`)
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

/** Looks up a bill, up to the pay button, which takes the focus a moment after the bill is there. */
export async function lookUpBill(page: Page, running: RunningStack, number: string, jenis = 'tagihan'): Promise<void> {
  await page.goto(`${running.stack.url('web')}/jual?jenis=${jenis}`)
  const input = page.getByLabel(jenis === 'tagihan' ? 'ID pelanggan' : 'Nomor registrasi')
  await input.fill(number)
  await input.press('Enter')
  await expect(page.getByRole('columnheader', { name: 'Denda' })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Bayar' })).toBeFocused()
}

/** The panel with this heading. */
export function panel(page: Page, title: string): Locator {
  return page.locator('section').filter({ has: page.getByRole('heading', { name: title, exact: true }) })
}

/** Waits until nothing on the page is still on its way. */
export async function settled(page: Page): Promise<void> {
  await arrived(page)
  // What was typed at the till is read from the browser first; until then its tab is empty, and nothing is busy.
  if (new URL(page.url()).pathname === '/jual') await expect(page.getByRole('tabpanel')).not.toBeEmpty()
  await expect(page.locator('[aria-busy="true"]')).toHaveCount(0)
}

/** Waits until the page has taken in what had come to it: a question of its own has been answered after that. */
export async function caughtUp(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await (await fetch('/health/live', { cache: 'no-store' })).text()
    await new Promise(requestAnimationFrame)
  })
}

/** Something that is waited for until the test lets it go on. */
export function makeGate() {
  let open: () => void = () => undefined
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  return { opened, open }
}

/** Remembers what a page asks of anybody but the system itself. */
export function foreignRequests(page: Page, running: RunningStack): string[] {
  const home = new URL(running.stack.url('web')).host
  const foreign: string[] = []
  page.on('request', (request) => {
    const { protocol, host } = new URL(request.url())
    if (protocol.startsWith('http') && host !== home) foreign.push(request.url())
  })
  return foreign
}

export async function seriousFindings(page: Page): Promise<string[]> {
  // Otherwise axe also describes every element that is as it should be, which takes longer than finding the others.
  const { violations } = await new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).analyze()
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)
}

/** What a failed test left dead is running again for the next one. */
export async function reviveSubgraphs(running: RunningStack): Promise<void> {
  for (const name of ['users', 'master', 'transactions'] as const) {
    const isAlive = await fetch(`${running.stack.url(name)}/health/live`).then(
      () => true,
      () => false,
    )
    if (!isAlive) await running.stack.startOne(name)
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

/** What the server says. A request on a connection that the server is just closing has not arrived: it goes again. */
export function serverAnswer(route: Route): Promise<APIResponse> {
  return route.fetch({ maxRetries: 1 })
}

/** At the end of a test: what is still between the page and the server then is nobody's fault. */
export async function stopIntercepting(context: BrowserContext): Promise<void> {
  await Promise.all(context.pages().map((page) => page.unrouteAll({ behavior: 'ignoreErrors' })))
}

/** The gateway asking for an operation's text, which it has not seen yet: nothing has been done. */
const NOT_SEEN_YET = 'PERSISTED_QUERY_NOT_FOUND'

/** The answer to an operation, once all of it has come. */
export function answerTo(
  page: Page,
  operation: string,
  isMeant: (variables: Variables) => boolean = () => true,
): Promise<Response> {
  return page.waitForResponse(async (response) => {
    if (!response.url().endsWith('/graphql')) return false
    const { operationName, variables } = response.request().postDataJSON() ?? {}
    if (operationName !== operation || !isMeant(variables)) return false
    // A page that has been left has no bodies any more.
    return !(await response.text().catch(() => NOT_SEEN_YET)).includes(NOT_SEEN_YET)
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
    const response = await serverAnswer(route)
    // Only what has been done is to be lost.
    if ((await response.text()).includes(NOT_SEEN_YET)) return route.fulfill({ response })
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
