import { expect, test } from '@playwright/test'
import { type RunningStack, startStack } from '@setrum/testing'
import { waitForResponseTo } from '../support/network.js'
import {
  clearSession,
  METER,
  makeEmployee,
  screenshotPath,
  sellToken,
  signIn,
  signInAsAdmin,
  waitUntilIdle,
} from '../support/page-actions.js'

let running: RunningStack
test.beforeAll(async () => {
  running = await startStack({ without: [] })
})
test.afterAll(() => running?.stop())

test('the owner opens the trace of a purchase by its request id; an employee is redirected to the till', async ({
  page,
}) => {
  await signIn(page, running, await makeEmployee(running, { name: 'Kasir Jejak' }))
  await waitUntilIdle(page)
  const bought = waitForResponseTo(page, 'BuyToken')
  await sellToken(page, running)
  const requestId = (await bought).headers()['x-request-id'] ?? ''
  expect(requestId).not.toBe('')
  const path = `${running.stack.url('web')}/jejak/${requestId}`
  await page.goto(path)
  await expect(page).toHaveURL(/\/jual$/)

  await clearSession(page)
  await signInAsAdmin(page, running)
  await page.goto(path)
  await expect(page.getByRole('heading', { name: 'Jejak permintaan' })).toBeVisible()
  for (const name of [/^gateway mutation/, /^gateway call transactions/, /^transactions biller \/api\/top-up/])
    await expect(page.getByRole('row', { name })).toBeVisible()
  await expect(page.locator('main')).not.toContainText(METER)
  await page.screenshot({ path: screenshotPath('trace'), fullPage: true })

  await page.goto(`${running.stack.url('web')}/jejak/never-was`)
  await expect(page.getByText('Tidak ada jejak yang tersimpan')).toBeVisible()
})
