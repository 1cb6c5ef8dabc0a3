import { expect, type Page, test } from '@playwright/test'
import { type RunningHouse, startHouse } from '@setrum/testing'
import { shot } from './counter.js'

let running: RunningHouse
test.beforeAll(async () => {
  running = await startHouse({ without: [] })
})
test.afterAll(() => running?.stop())

/** Remembers what a page asks of anybody but the house itself. */
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
  await page.goto(`${running.house.url('gateway')}/graphql`)
  await expect(page.locator('.graphiql-container')).toBeVisible()
  await expect(page.getByRole('tab', { name: /masuk|sign|login/i }).first()).toBeVisible()
  await page.screenshot({ path: shot('playground') })
  expect(foreign).toEqual([])
})

test('the web app opens on its sign-in page and asks nobody outside', async ({ page }) => {
  const foreign = foreignRequests(page)
  await page.goto(running.house.url('web'))
  await expect(page.locator('input[type="password"]')).toBeVisible()
  await page.screenshot({ path: shot('sign-in') })
  expect(foreign).toEqual([])
})

test('an owner signs in with the demo account and leaves the sign-in page', async ({ page }) => {
  await page.goto(running.house.url('web'))
  await page.locator('input[type="email"], input[name="email"]').first().fill('admin@setrum.test')
  await page.locator('input[type="password"]').fill('Setrum-Admin-1')
  await page.keyboard.press('Enter')
  await expect(page.locator('input[type="password"]')).toBeHidden()
  await page.screenshot({ path: shot('dashboard'), fullPage: true })
})
