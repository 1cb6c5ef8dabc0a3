import { expect, test } from '@playwright/test'
import { type RunningStack, startStack } from '@setrum/testing'
import { DESKTOP, METER, makeEmployee, PHONE, sellToken, signIn, waitForSignedInPage } from './support/page-actions.js'

let running: RunningStack
test.beforeAll(async () => {
  running = await startStack({ without: [] })
})
test.afterAll(() => running?.stop())

test('the search box keeps text typed while it searches', async ({ page }) => {
  await page.clock.install()
  await signIn(page, running, await makeEmployee(running, { name: 'Rina Uji' }))
  await page.goto(`${running.stack.url('web')}/riwayat`)
  await waitForSignedInPage(page)
  const search = page.getByRole('searchbox')
  for (let pauseMs = 340; pauseMs <= 450; pauseMs += 10) {
    await search.fill('')
    await page.clock.runFor(1_000)
    await page.keyboard.type('SITI')
    await page.clock.runFor(pauseMs)
    await page.keyboard.type(' AMINAH')
    await page.clock.runFor(1_000)
    await expect(page).toHaveURL(/cari=SITI[+]AMINAH$/)
    await expect(search, `after a pause of ${pauseMs} ms`).toHaveValue('SITI AMINAH')
  }
})

test('a search for the middle of a word finds nothing and says how to search', async ({ page }) => {
  await signIn(page, running, await makeEmployee(running, { name: 'Rina Uji' }))
  await sellToken(page, running, METER)
  await page.goto(`${running.stack.url('web')}/riwayat`)
  await waitForSignedInPage(page)
  const found = page.getByRole('main').getByRole('button', { name: /^Rincian INV/ })
  const search = page.getByRole('searchbox')
  await search.fill('tes')
  await expect(page).toHaveURL(/cari=tes$/)
  await expect(found).toHaveCount(1)
  await search.fill('est')
  await expect(page.getByText('Tulis awal kata dari nama')).toBeVisible()
  await search.fill(METER.slice(-4))
  await expect(found).toHaveCount(1)
})

test('the hint in the search box is not cut, on phone and desktop', async ({ page }) => {
  await signIn(page, running, await makeEmployee(running, { name: 'Rina Uji' }))
  await page.goto(`${running.stack.url('web')}/riwayat`)
  await waitForSignedInPage(page)
  const search = page.getByRole('searchbox')
  await expect(search).toBeVisible()
  for (const size of [PHONE, DESKTOP]) {
    await page.setViewportSize(size)
    // As text of the field the hint has its own font and width.
    const isCut = await search.evaluate((it: HTMLInputElement) => {
      const { value, placeholder } = it
      it.value = placeholder
      const cut = it.scrollWidth > it.clientWidth
      it.value = value
      return cut
    })
    expect(isCut, `at ${size.width} px`).toBe(false)
  }
})
