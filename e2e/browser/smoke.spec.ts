import { expect, test } from '@playwright/test'
import { DEMO, type RunningStack, startStack } from '@setrum/testing'
import { MAX_FIRST_LOAD_KB, measureFirstLoad } from '../../load/web/first-load.mjs'
import { recordExternalRequests } from './support/network.js'
import {
  clearSession,
  fillSignIn,
  makeEmployee,
  screenshotPath,
  signIn,
  signInAsAdmin,
  waitForSignedInPage,
} from './support/page-actions.js'

let running: RunningStack
test.beforeAll(async () => {
  running = await startStack({ without: [] })
})
test.afterAll(() => running?.stop())

test('the playground opens with its examples and sends no external requests', async ({ page }) => {
  const external = recordExternalRequests(page, running.stack.url('gateway'))
  await page.goto(`${running.stack.url('gateway')}/graphql`)
  await expect(page.locator('.graphiql-container')).toBeVisible()
  await expect(page.getByRole('tab', { name: /masuk|sign|login/i }).first()).toBeVisible()
  await page.screenshot({ path: screenshotPath('playground') })
  expect(external).toEqual([])
})

test('the web app opens on its sign-in page and sends no external requests', async ({ page }) => {
  const external = recordExternalRequests(page, running.stack.url('web'))
  await page.goto(running.stack.url('web'))
  await expect(page.locator('input[type="password"]')).toBeVisible()
  await page.screenshot({ path: screenshotPath('sign-in') })
  expect(external).toEqual([])
})

test('an owner signs in with the demo account and leaves the sign-in page', async ({ page }) => {
  await page.goto(running.stack.url('web'))
  await fillSignIn(page, DEMO.admin)
  await waitForSignedInPage(page)
  await expect(page.locator('input[type="password"]')).toBeHidden()
  await page.screenshot({ path: screenshotPath('dashboard'), fullPage: true })
})

test('the first load of sign-in, till and dashboard stays within its JavaScript budget', async ({ page, context }) => {
  const web = running.stack.url('web')
  const kb = async (path: string) => (await measureFirstLoad(context.request, web + path)).kb
  const signInKb = await kb('/masuk')
  // Control: a page without scripts would pass.
  expect(signInKb).toBeGreaterThan(100)
  expect(signInKb).toBeLessThanOrEqual(MAX_FIRST_LOAD_KB.signIn)
  await signIn(page, running, await makeEmployee(running, { name: 'Rina Uji' }))
  const tillKb = await kb('/jual')
  expect(tillKb).toBeGreaterThan(signInKb)
  expect(tillKb).toBeLessThanOrEqual(MAX_FIRST_LOAD_KB.till)
  await clearSession(page)
  await signInAsAdmin(page, running)
  const dashboardKb = await kb('/dasbor')
  expect(dashboardKb).toBeGreaterThan(signInKb)
  expect(dashboardKb).toBeLessThanOrEqual(MAX_FIRST_LOAD_KB.dashboard)
})

test('the web app serves its metrics without a sign-in', async ({ request }) => {
  const response = await request.get(`${running.stack.url('web')}/metrics`)
  expect(response.status()).toBe(200)
  expect(response.headers()['content-type']).toContain('text/plain')
  expect(await response.text()).toMatch(/^process_resident_memory_bytes \d/m)
})
