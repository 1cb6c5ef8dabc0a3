import { type BrowserContext, expect, type Locator, type Page, test } from '@playwright/test'
import { DEMO, type RunningStack, startStack } from '@setrum/testing'
import { intercept, respondWithError } from './support/network.js'
import {
  DESKTOP,
  enterTokenSale,
  METER,
  makeEmployee,
  meterOf,
  PHONE,
  panel,
  payOf,
  screenshotPath,
  sellToken,
  sellUnreadableToken,
  signIn,
  waitUntilIdle,
} from './support/page-actions.js'

const TABLET = { width: 768, height: 1024 }
const WIDE = { width: 1920, height: 1080 }
/** Phone and desktop are in visual-accessibility.spec.ts. */
const SIZES = { tablet: TABLET, wide: WIDE }

let running: RunningStack
const contexts: Partial<Record<'employee' | 'admin', BrowserContext>> = {}
test.beforeAll(async ({ browser }) => {
  running = await startStack({ without: [] })
  const accounts = { employee: await makeEmployee(running, { name: 'Rina Uji' }), admin: DEMO.admin }
  for (const role of ['employee', 'admin'] as const) {
    const context = await browser.newContext({ locale: 'id-ID', timezoneId: 'Asia/Jakarta' })
    const page = await context.newPage()
    await signIn(page, running, accounts[role])
    if (role === 'employee') await sellToken(page, running, METER)
    await page.close()
    contexts[role] = context
  }
})
test.afterAll(async () => {
  await Promise.all(Object.values(contexts).map((context) => context.close()))
  await running?.stop()
})

async function open(role: 'employee' | 'admin', path: string, size = DESKTOP): Promise<Page> {
  const page = await contexts[role]?.newPage()
  if (!page) throw new Error(`no context for ${role}`)
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await page.setViewportSize(size)
  await page.goto(running.stack.url('web') + path)
  await waitUntilIdle(page)
  return page
}

async function boxOf(locator: Locator) {
  const box = await locator.boundingBox()
  if (!box) throw new Error('the element is not shown')
  return box
}

for (const [name, size] of Object.entries({ phone: PHONE, desktop: DESKTOP })) {
  test(`the amounts do not move while a number is typed on a ${name}`, async () => {
    const page = await open('employee', '/jual', size)
    await expect(page.getByRole('list', { name: 'Pelanggan sebelumnya' })).toBeVisible()
    const amount = page.getByRole('radio').first()
    const before = (await boxOf(amount)).y
    const meter = meterOf(page)
    for (const text of ['1', METER.slice(0, 10), '99999', METER]) {
      await meter.fill(text)
      expect((await boxOf(amount)).y, `after ${text}`).toBeCloseTo(before, 0)
    }
    await expect(page.getByText('Tarif / daya')).toBeVisible()
    expect((await boxOf(amount)).y).toBeCloseTo(before, 0)
    await page.close()
  })
}

test('on a phone the amounts are above the pay bar', async () => {
  const page = await open('employee', '/jual', PHONE)
  const amounts = page.getByRole('radio')
  const last = await boxOf(amounts.last())
  const bar = await boxOf(page.getByRole('button', { name: /Isi nomor meter|Pilih nominal/ }))
  expect(last.y + last.height).toBeLessThan(bar.y)
  await page.close()
})

test('on a phone a refusal is in view above the pay bar', async () => {
  const page = await open('employee', '/jual', PHONE)
  await enterTokenSale(page, '14000002000')
  await intercept(page, 'BuyToken', (route) => respondWithError(route, 'BILLER_UNAVAILABLE', 'Biller tidak menjawab.'))
  await payOf(page).click()
  const notice = page.getByRole('alert').filter({ hasText: 'Belum ada yang dibeli' })
  await expect(notice).toBeFocused()
  const covered = async () => {
    const { y, height } = await boxOf(notice)
    return y + height - (await boxOf(payOf(page))).y
  }
  await expect.poll(covered).toBeLessThanOrEqual(0)
  await page.close()
})

test('on a phone no button after a sale is cut', async () => {
  const page = await open('employee', '/jual', PHONE)
  await enterTokenSale(page, '14000001007')
  await payOf(page).click()
  await expect(page.getByRole('heading', { name: 'Pembelian gagal' })).toBeVisible()
  for (const name of ['Coba lagi', 'Penjualan baru']) {
    const label = page.getByText(name, { exact: true })
    expect(await label.evaluate((it) => it.scrollWidth <= it.clientWidth), name).toBe(true)
  }
  await page.close()
})

test('the step before paying is readable: a contrast of at least 4.5', async () => {
  for (const colorScheme of ['light', 'dark'] as const) {
    const page = await open('employee', '/jual')
    await page.emulateMedia({ colorScheme })
    await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', colorScheme)
    const contrast = await page.getByRole('button', { name: 'Isi nomor meter' }).evaluate((button) => {
      const luminance = (colour: string) => {
        const [red = 0, green = 0, blue = 0] = (colour.match(/[\d.]+/g) ?? []).map((part) => {
          const value = Number(part) / 255
          return value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
        })
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue
      }
      const { color, backgroundColor } = getComputedStyle(button)
      const [light = 0, dark = 0] = [luminance(color), luminance(backgroundColor)].sort((a, b) => b - a)
      return (light + 0.05) / (dark + 0.05)
    })
    expect(contrast).toBeGreaterThan(4.5)
    await page.close()
  }
})

test('on a phone the filters of the dashboard are folded, and the totals are in view', async () => {
  const page = await open('admin', '/dasbor', PHONE)
  const type = page.getByRole('combobox', { name: 'Tipe produk' })
  await expect(type).toBeHidden()
  const totals = await boxOf(panel(page, 'Penjualan'))
  expect(totals.y).toBeLessThan(PHONE.height / 3)
  await page.getByRole('button', { name: 'Filter', exact: true }).click()
  await expect(type).toBeVisible()
  await page.close()
  // Folded filters must not be forgotten.
  const filtered = await open('admin', '/dasbor?jenis=PREPAID', PHONE)
  await expect(filtered.getByRole('button', { name: 'Filter (1)' })).toBeVisible()
  await filtered.close()
})

test('at 1280 px each row’s button is in view and on one line', async () => {
  for (const [role, path] of [
    ['employee', '/riwayat'],
    ['admin', '/transaksi'],
    ['admin', '/karyawan'],
    ['admin', '/produk'],
  ] as const) {
    const page = await open(role, path)
    const button = page.getByRole('button', { name: /^Rincian / }).first()
    const box = await boxOf(button)
    expect(box.x + box.width, path).toBeLessThanOrEqual(DESKTOP.width)
    expect(await button.evaluate((it) => it.scrollWidth <= it.clientWidth + 1)).toBe(true)
    expect(box.height, path).toBeLessThan(44)
    // A shadow beside the button shows that there are more columns, until the end of the list.
    const hint = () => button.evaluate((it) => Number(getComputedStyle(it.closest('td') ?? it, '::before').opacity))
    const area = page.getByRole('main').locator('section[tabindex="0"]').first()
    const hasMore = await area.evaluate((it) => it.scrollWidth > it.clientWidth + 1)
    await expect.poll(hint).toBe(hasMore ? 1 : 0)
    await area.evaluate((it) => it.scrollTo({ left: it.scrollWidth }))
    await expect.poll(hint).toBe(0)
    await page.close()
  }
})

test('the reason for a review is in view as a whole, however narrow the list is', async () => {
  const sale = await open('employee', '/jual')
  await sellUnreadableToken(running, async () => {
    await enterTokenSale(sale, '14000001000')
    await payOf(sale).click()
    await expect(sale.getByRole('heading', { name: 'Pembelian berhasil, token belum terbaca' })).toBeVisible()
  })
  await sale.close()
  for (const size of [PHONE, TABLET, DESKTOP]) {
    const page = await open('admin', '/transaksi?perhatian=ya', size)
    const reason = page.getByText('token dari biller tidak terbaca').filter({ visible: true }).first()
    const box = await boxOf(reason)
    expect(box.x + box.width, `at ${size.width} px`).toBeLessThanOrEqual(size.width)
    await page.close()
  }
})

test('at 1920 px the till is in the middle of the content area', async () => {
  const page = await open('employee', '/jual', WIDE)
  const main = await boxOf(page.getByRole('main'))
  const till = await boxOf(page.getByRole('tabpanel'))
  const left = till.x - main.x
  const right = main.x + main.width - till.x - till.width
  expect(left).toBeGreaterThan(0)
  expect(Math.abs(left - right)).toBeLessThan(2)
  await page.close()
})

test('at 1920 px the panels of the dashboard fill the content area', async () => {
  const page = await open('admin', '/dasbor', WIDE)
  const main = page.getByRole('main')
  const { x, width } = await boxOf(main)
  const right = await main.evaluate((it) =>
    Math.max(...[...it.querySelectorAll('section')].map((section) => section.getBoundingClientRect().right)),
  )
  expect(x + width).toBeGreaterThan(WIDE.width - 20)
  expect(x + width - right).toBeLessThan(60)
  await page.close()
})

test('the actions of a sale are in view when its drawer opens', async () => {
  for (const size of [DESKTOP, PHONE]) {
    const page = await open('employee', '/riwayat', size)
    const sale = page.getByRole('row').or(page.getByRole('listitem')).filter({ hasText: 'Test PLN' })
    await sale.getByRole('button').first().click()
    const receipt = page.getByRole('dialog').getByRole('link', { name: 'Struk' })
    await expect(receipt).toBeInViewport()
    await page.close()
  }
})

test('on a phone the filters are folded, and the first sale is on the first screen', async () => {
  const page = await open('employee', '/riwayat', PHONE)
  const first = page.getByRole('main').getByRole('listitem').first()
  await expect(first).toBeInViewport()
  const type = page.getByRole('combobox', { name: 'Tipe produk' })
  await expect(type).toBeHidden()
  await page.getByRole('button', { name: 'Filter', exact: true }).click()
  await expect(type).toBeVisible()
  await page.close()
})

test('on a phone no button of a list is cut, and the profit is in view', async () => {
  const customers = await open('employee', '/pelanggan', PHONE)
  const again = customers.getByRole('link', { name: /^Beli lagi/ }).first()
  expect(
    await again
      .locator('span')
      .last()
      .evaluate((it) => it.scrollWidth <= it.clientWidth),
  ).toBe(true)
  await customers.close()
  const dashboard = await open('admin', '/dasbor', PHONE)
  const profit = panel(dashboard, 'Per tipe produk (berhasil)').getByRole('columnheader', { name: 'Laba' })
  const box = await boxOf(profit)
  expect(box.x + box.width).toBeLessThanOrEqual(PHONE.width)
  await dashboard.close()
})

test('in the tables of the owner no number, address or word is broken', async () => {
  for (const path of ['/karyawan', '/produk', '/jam-kerja']) {
    for (const size of [TABLET, DESKTOP]) {
      const page = await open('admin', path, size)
      const broken = await page.locator('tbody td').evaluateAll((cells) =>
        cells.flatMap((cell) => {
          const texts = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT)
          const found: string[] = []
          for (let node = texts.nextNode(); node; node = texts.nextNode()) {
            for (const { index, 0: word } of (node.textContent ?? '').matchAll(/[\w@.]+/g)) {
              const range = document.createRange()
              range.setStart(node, index)
              range.setEnd(node, index + word.length)
              if (range.getClientRects().length > 1) found.push(word)
            }
          }
          return found
        }),
      )
      expect(broken, `${path} at ${size.width} px`).toEqual([])
      await page.close()
    }
  }
})

test('on a phone the totals of an employee are within their frames', async () => {
  const page = await open('admin', '/karyawan', PHONE)
  await page
    .getByRole('button', { name: /^Rincian Rina Uji/ })
    .first()
    .click()
  const amount = page.getByRole('dialog').getByText(/^Rp/).first()
  await expect(amount).toBeVisible()
  const room = await amount.evaluate((it) => it.clientWidth)
  // An amount of hundreds of millions, as a year of sales has.
  expect(room).toBeGreaterThan(200)
  await page.close()
})

test('the form for a new employee fits a desktop with its buttons', async () => {
  const page = await open('admin', '/karyawan')
  await page.getByRole('button', { name: 'Tambah karyawan' }).click()
  await expect(page.getByRole('dialog').getByRole('button', { name: 'Simpan' })).toBeInViewport({ ratio: 1 })
  await page.close()
})

test('times have one format', async () => {
  for (const [role, path] of [
    ['employee', '/shift-saya'],
    ['admin', '/jam-kerja'],
  ] as const) {
    const page = await open(role, path)
    const text = await page.getByRole('main').innerText()
    expect(text).toMatch(/\d{2}\.\d{2}/)
    expect(text).not.toMatch(/\d{2}:\d{2}/)
    await page.close()
  }
})

for (const [role, paths] of Object.entries({
  employee: ['/jual', '/riwayat', '/pelanggan', '/shift-saya'],
  admin: ['/dasbor', '/transaksi', '/karyawan', '/jam-kerja', '/produk'],
})) {
  test(`no page of the ${role} is wider than a tablet or a wide screen, light or dark`, async () => {
    for (const path of paths) {
      const page = await open(role === 'admin' ? 'admin' : 'employee', path)
      for (const [name, size] of Object.entries(SIZES)) {
        await page.setViewportSize(size)
        for (const colorScheme of ['light', 'dark'] as const) {
          await page.emulateMedia({ colorScheme })
          await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', colorScheme)
          const overflow = () => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
          await expect.poll(overflow).toBeLessThanOrEqual(0)
          await page.screenshot({ path: screenshotPath(`layout${path.replace('/', '-')}-${name}-${colorScheme}`) })
        }
      }
      await page.close()
    }
  })
}
