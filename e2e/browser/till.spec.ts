import { expect, test } from '@playwright/test'
import { type RunningHouse, startHouse, type TestEmployee } from '@setrum/testing'
import { METER, makeEmployee, signIn } from './counter.js'

let running: RunningHouse
let employee: TestEmployee

test.beforeAll(async () => {
  running = await startHouse({ without: [] })
  employee = await makeEmployee(running, { name: 'Rina Uji' })
})
test.afterAll(() => running?.stop())

test('a token is sold with the keyboard alone, and nothing token-like is readable by scripts', async ({ page }) => {
  await signIn(page, running, employee)
  const meter = page.getByLabel('Nomor meter')
  await meter.pressSequentially(METER)
  await expect(page.locator('input[name=produk]').first()).toBeEnabled()
  await expect(page.getByText('Tarif / daya')).toBeVisible()
  await meter.press('Enter')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: 'Bayar' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('token')).toHaveText(/^\d{20}$/)
  expect(await page.evaluate(() => document.cookie)).not.toMatch(/setrum_(access|refresh)/)
})
