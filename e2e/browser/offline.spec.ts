import { expect, test } from '@playwright/test'
import { type RunningStack, startStack, type TestEmployee } from '@setrum/testing'
import { BILL_NUMBER, clockIn, METER, makeEmployee, meterOf, sellToken, signIn } from './support/page-actions.js'

let running: RunningStack
let onDuty: TestEmployee
test.beforeAll(async () => {
  running = await startStack({ without: [] })
  onDuty = await makeEmployee(running, { name: 'Rina Uji' })
})
test.afterAll(() => running?.stop())

test('an offline page says so and stays open, and the menu works again afterwards', async ({ page, context }) => {
  await signIn(page, running, onDuty)
  await sellToken(page, running, METER)
  await context.setOffline(true)
  await expect(page.getByText('Tidak ada koneksi internet.')).toBeVisible()
  // The shortcut opens the receipt by the router, not by a link.
  const requested: string[] = []
  page.on('request', (request) => {
    const isPrefetch = Object.keys(request.headers()).some((name) => /^next-router-(segment-)?prefetch$/.test(name))
    if (!isPrefetch) requested.push(new URL(request.url()).pathname)
  })
  await page.keyboard.press('Alt+C')
  await page.evaluate(async () => {
    for (let frame = 0; frame < 3; frame += 1) await new Promise(requestAnimationFrame)
  })
  await expect(page).toHaveURL(/[/]jual[?]trx=/)
  expect(requested.filter((path) => path.startsWith('/struk'))).toEqual([])
  await page.keyboard.press('Alt+N')
  await meterOf(page).fill(METER)
  await page.getByRole('link', { name: 'Riwayat' }).click()
  await expect(meterOf(page)).toHaveValue('1234 5678 901')
  expect(new URL(page.url()).pathname).toBe('/jual')
  // A link to this page with another query stays too; a link within the page works.
  await page.keyboard.press('Alt+2')
  const number = page.getByLabel('ID pelanggan')
  await number.fill(BILL_NUMBER)
  await page.getByRole('link', { name: 'Jual' }).click()
  await page.getByRole('link', { name: 'Langsung ke isi halaman' }).press('Enter')
  await expect(page).toHaveURL(/jenis=tagihan#isi$/)
  await expect(number).toHaveValue('5300 0000 0000')
  await context.setOffline(false)
  await expect(page.getByText('Tidak ada koneksi internet.')).toBeHidden()
  await page.getByRole('link', { name: 'Riwayat' }).click()
  await expect(page).toHaveURL(/riwayat/)
})

test('offline, the back button keeps the page and what was typed', async ({ page, context }) => {
  await signIn(page, running, onDuty)
  await page.getByRole('link', { name: 'Riwayat' }).click()
  await expect(page).toHaveURL(/riwayat/)
  await page.getByRole('link', { name: 'Jual' }).click()
  await meterOf(page).fill(METER)
  await context.setOffline(true)
  await expect(page.getByText('Tidak ada koneksi internet.')).toBeVisible()
  await page.evaluate(() => window.history.back())
  await page.evaluate(async () => {
    for (let frame = 0; frame < 3; frame += 1) await new Promise(requestAnimationFrame)
  })
  await expect(page).toHaveURL(/jual/)
  await expect(meterOf(page)).toHaveValue('1234 5678 901')
  await context.setOffline(false)
  await expect(page.getByText('Tidak ada koneksi internet.')).toBeHidden()
  await page.goBack()
  await expect(page).toHaveURL(/riwayat/)
})

test('a shift that ends offline keeps the page, which signs out once it is online', async ({ page, context }) => {
  const soon = await makeEmployee(running, { name: 'Luring Uji', startAt: clockIn(-60), endAt: clockIn(8) })
  await page.clock.install()
  await signIn(page, running, soon)
  await meterOf(page).fill(METER)
  await expect(page.getByText(/Jam kerja Anda selesai \d+ menit lagi/)).toBeVisible()
  await context.setOffline(true)
  await page.clock.fastForward('12:00')
  await expect(page.getByText(/Jam kerja Anda selesai/)).toBeHidden()
  await expect(page.getByText('Tidak ada koneksi internet.')).toBeVisible()
  await expect(meterOf(page)).toHaveValue('1234 5678 901')
  await context.setOffline(false)
  await page.clock.runFor(10_000)
  await expect(page.getByText('Jam kerja Anda sudah selesai, jadi Anda dikeluarkan otomatis.')).toBeVisible()
})
