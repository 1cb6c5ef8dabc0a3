import { expect, type Page, test } from '@playwright/test'
import { DEMO, type RunningStack, startStack } from '@setrum/testing'
import { MAX_FIRST_LOAD_KB, measureFirstLoad } from '../../load/web/first-load.mjs'
import { arrived, fillSignIn, forgetSession, makeEmployee, shot, signIn, signInAsAdmin } from './counter.js'

let running: RunningStack
test.beforeAll(async () => {
  running = await startStack({ without: [] })
})
test.afterAll(() => running?.stop())

/** Remembers what a page asks of anybody but the system itself. */
function foreignRequests(page: Page): string[] {
  const foreign: string[] = []
  page.on('request', (request) => {
    const { protocol, hostname } = new URL(request.url())
    if (protocol.startsWith('http') && hostname !== '127.0.0.1') foreign.push(request.url())
  })
  return foreign
}

test('the playground opens with its examples and asks nobody outside', async ({ page }) => {
  const foreign = foreignRequests(page)
  await page.goto(`${running.stack.url('gateway')}/graphql`)
  await expect(page.locator('.graphiql-container')).toBeVisible()
  await expect(page.getByRole('tab', { name: /masuk|sign|login/i }).first()).toBeVisible()
  await page.screenshot({ path: shot('playground') })
  expect(foreign).toEqual([])
})

test('the web app opens on its sign-in page and asks nobody outside', async ({ page }) => {
  const foreign = foreignRequests(page)
  await page.goto(running.stack.url('web'))
  await expect(page.locator('input[type="password"]')).toBeVisible()
  await page.screenshot({ path: shot('sign-in') })
  expect(foreign).toEqual([])
})

test('an owner signs in with the demo account and leaves the sign-in page', async ({ page }) => {
  await page.goto(running.stack.url('web'))
  await fillSignIn(page, DEMO.admin)
  await arrived(page)
  await expect(page.locator('input[type="password"]')).toBeHidden()
  await page.screenshot({ path: shot('dashboard'), fullPage: true })
})

test('the first load of sign-in, till and dashboard needs no more JavaScript than was promised', async ({
  page,
  context,
}) => {
  const web = running.stack.url('web')
  const kb = async (path: string) => (await measureFirstLoad(context.request, web + path)).kb
  const signInKb = await kb('/masuk')
  // A page that names no scripts at all would pass unseen.
  expect(signInKb).toBeGreaterThan(100)
  expect(signInKb).toBeLessThanOrEqual(MAX_FIRST_LOAD_KB.signIn)
  await signIn(page, running, await makeEmployee(running, { name: 'Rina Uji' }))
  const tillKb = await kb('/jual')
  expect(tillKb).toBeGreaterThan(signInKb)
  expect(tillKb).toBeLessThanOrEqual(MAX_FIRST_LOAD_KB.till)
  await forgetSession(page)
  await signInAsAdmin(page, running)
  const dashboardKb = await kb('/dasbor')
  expect(dashboardKb).toBeGreaterThan(signInKb)
  expect(dashboardKb).toBeLessThanOrEqual(MAX_FIRST_LOAD_KB.dashboard)
})

test('the web app tells its figures to whoever watches it, without a sign-in', async ({ request }) => {
  const answer = await request.get(`${running.stack.url('web')}/metrics`)
  expect(answer.status()).toBe(200)
  expect(answer.headers()['content-type']).toContain('text/plain')
  expect(await answer.text()).toMatch(/^process_resident_memory_bytes \d/m)
})
