import AxeBuilder from '@axe-core/playwright'
import { expect, type Page, test } from '@playwright/test'
import { type RunningHouse, startHouse } from '@setrum/testing'

/** A meter that the biller's sandbox knows. */
const METER = '12345678901'
const PHONE = { width: 390, height: 844 }

let running: RunningHouse
let employee: { email: string; password: string }

test.beforeAll(async () => {
  running = await startHouse({ without: [] })
  const admin = await running.asAdmin()
  employee = await anEmployeeOnDuty(admin)
})
test.afterAll(() => running?.stop())

async function anEmployeeOnDuty(admin: string): Promise<{ email: string; password: string }> {
  const shift = await running.graph(
    'mutation { createShift(input: { name: "Sepanjang hari", startAt: "00:00", endAt: "23:59" }) { id } }',
    {},
    admin,
  )
  const input = {
    employeeNumber: 'K-900',
    name: 'Rina Uji',
    email: 'rina@kasir.test',
    password: 'Kasir-Uji-2026',
    phone: '081234567890',
    shiftId: shift.data.createShift.id,
  }
  await running.graph('mutation($i: CreateUserInput!) { createUser(input: $i) { id } }', { i: input }, admin)
  return input
}

async function signIn(page: Page, { email, password }: { email: string; password: string }): Promise<void> {
  await page.goto(`${running.house.url('web')}/masuk`)
  await page.locator('input[type="email"]').fill(email)
  await page.locator('input[type="password"]').fill(password)
  await page.keyboard.press('Enter')
  await expect(page.locator('input[type="password"]')).toBeHidden()
}

async function seriousFindings(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)
}

test('a token is sold with the keyboard alone, and nothing token-like is readable by scripts', async ({ page }) => {
  await signIn(page, employee)
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

for (const path of ['/jual', '/riwayat', '/pelanggan']) {
  test(`an employee's screen ${path} has no serious accessibility finding and fits a phone`, async ({ page }) => {
    await signIn(page, employee)
    await page.goto(running.house.url('web') + path)
    await expect(page.locator('[aria-busy="true"]')).toHaveCount(0)
    expect(await seriousFindings(page)).toEqual([])
    await page.setViewportSize(PHONE)
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
    expect(overflow).toBeLessThanOrEqual(0)
  })
}
