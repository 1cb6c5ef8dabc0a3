import { expect, test } from '@playwright/test'
import { type RunningStack, startStack } from '@setrum/testing'
import { DESKTOP, makeEmployee, PHONE, signIn, waitForSignedInPage } from './support/page-actions.js'

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

test('the hint in the search box is not cut, on phone and desktop', async ({ page }) => {
  await signIn(page, running, await makeEmployee(running, { name: 'Rina Uji' }))
  await page.goto(`${running.stack.url('web')}/riwayat`)
  await waitForSignedInPage(page)
  const search = page.getByRole('searchbox')
  await expect(search).toBeVisible()
  for (const size of [PHONE, DESKTOP]) {
    await page.setViewportSize(size)
    const spare = await search.evaluate((it: HTMLInputElement) => {
      const { font, paddingLeft, paddingRight } = getComputedStyle(it)
      const context = document.createElement('canvas').getContext('2d')
      if (!context) throw new Error('no canvas')
      context.font = font
      const room = it.clientWidth - Number.parseFloat(paddingLeft) - Number.parseFloat(paddingRight)
      return room - context.measureText(it.placeholder).width
    })
    expect(spare, `at ${size.width} px`).toBeGreaterThanOrEqual(0)
  }
})
