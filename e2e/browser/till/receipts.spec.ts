import { readFile } from 'node:fs/promises'
import { expect, type Page, test } from '@playwright/test'
import { type RunningStack, startStack, type TestEmployee } from '@setrum/testing'
import { intercept } from '../support/network.js'
import {
  clearSession,
  clockIn,
  METER,
  makeEmployee,
  restartSubgraphs,
  screenshotPath,
  sellToken,
  signIn,
} from '../support/page-actions.js'

const FOOTER = /PLN menyatakan struk ini sebagai\s*bukti pembayaran yang sah\./
const PX_PER_MM = 96 / 25.4

let running: RunningStack
let employee: TestEmployee
test.beforeAll(async () => {
  running = await startStack({ without: [] })
  employee = await makeEmployee(running, { name: 'Rina Uji' })
})
test.afterEach(() => restartSubgraphs(running))
test.afterAll(() => running?.stop())
test.beforeEach(async ({ page }) => {
  // Captures the printed text; a print dialog would block the test.
  await page.addInitScript(() => {
    window.print = () => {
      window.dispatchEvent(new Event('beforeprint'))
      document.documentElement.dataset.printed = document.querySelector('[data-testid=receipt]')?.textContent ?? ''
      window.dispatchEvent(new Event('afterprint'))
    }
  })
  await signIn(page, running, employee)
})

async function openReceipt(page: Page, meter: string): Promise<void> {
  await sellToken(page, running, meter)
  await page.getByRole('link', { name: 'Struk' }).click()
  await expect(page.getByTestId('receipt')).toBeVisible()
}

/** Prints and returns the printed text. */
async function print(page: Page): Promise<string> {
  await page.evaluate(() => delete document.documentElement.dataset.printed)
  await page.getByRole('button', { name: 'Cetak (58 mm)' }).click()
  await expect(page.locator('html[data-printed]')).toBeAttached()
  return page.evaluate(() => document.documentElement.dataset.printed ?? '')
}

test('the printed receipt is 58 mm wide, stands alone on the paper, and has the texts PLN requires', async ({
  page,
}) => {
  await openReceipt(page, METER)
  const receipt = page.getByTestId('receipt')
  await expect(receipt).toContainText('KONTER SETRUM')
  expect(await receipt.innerText()).toMatch(FOOTER)
  await page.emulateMedia({ media: 'print' })
  await expect(page.getByRole('navigation')).toBeHidden()
  await expect(page.getByRole('button', { name: 'Cetak (58 mm)' })).toBeHidden()
  const width = (await receipt.boundingBox())?.width ?? 0
  expect(width / PX_PER_MM).toBeCloseTo(58, 0)
  // No line is wider than the paper.
  const tooWide = await receipt.evaluate(
    (paper) => [...paper.children].filter((line) => line.scrollWidth > line.clientWidth + 1).length,
  )
  expect(tooWide).toBe(0)
  await receipt.screenshot({ path: screenshotPath('receipt-58mm') })
  const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1')
  const [, pageWidth] = /\/MediaBox \[0 0 ([\d.]+) /.exec(pdf) ?? []
  expect(Number(pageWidth) / (72 / 25.4)).toBeCloseTo(58, 0)
})

test('messages on the page are never printed with the receipt', async ({ page }) => {
  await clearSession(page)
  // The page shows a shift warning, an unavailable subgraph and a printer error.
  await signIn(
    page,
    running,
    await makeEmployee(running, { name: 'Akhir Uji', startAt: clockIn(-60), endAt: clockIn(8) }),
  )
  await page.addInitScript(() => {
    const requestPort = () => Promise.reject(new DOMException('no port'))
    Object.defineProperty(navigator, 'serial', { value: { requestPort } })
  })
  await openReceipt(page, '14000004002')
  await running.stack.kill('master')
  await page.reload()
  await expect(page.getByText('Sebagian data tidak tersedia')).toBeVisible()
  await expect(page.getByText(/Jam kerja Anda selesai/)).toBeVisible()
  await page.getByRole('button', { name: 'Cetak ke printer serial/Bluetooth' }).click()
  await expect(page.getByText('Printer tidak bisa dihubungi.')).toBeVisible()
  await page.emulateMedia({ media: 'print' })
  const [printed, receipt] = await page.evaluate(() => [
    document.body.innerText,
    document.querySelector<HTMLElement>('[data-testid=receipt]')?.innerText,
  ])
  await page.screenshot({ path: screenshotPath('receipt-printed-page') })
  await running.stack.startOne('master')
  expect(printed?.trim()).toBe(receipt?.trim())
  const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1')
  expect(pdf.match(/\/Type \/Page\b/g)).toHaveLength(1)
})

test('a print by the browser’s command is counted like one by the button', async ({ page }) => {
  await openReceipt(page, '14000004001')
  await page.evaluate(() => window.print())
  expect(await page.evaluate(() => document.documentElement.dataset.printed)).not.toContain('CETAK ULANG')
  await expect(page.getByTestId('receipt')).toContainText('CETAK ULANG ke-1')
  expect(await print(page)).toContain('CETAK ULANG ke-1')
  expect(await print(page)).toContain('CETAK ULANG ke-2')
})

test('a copy is marked as a copy, even when it could not be counted', async ({ page }) => {
  await openReceipt(page, '14000004009')
  let isReachable = false
  await intercept(page, 'RecordPrint', (route) => (isReachable ? route.fallback() : route.abort()))
  expect(await print(page)).not.toContain('CETAK ULANG')
  expect(await print(page)).toContain('CETAK ULANG ke-1')
  isReachable = true
  expect(await print(page)).toContain('CETAK ULANG ke-2')
})

test('every print after the first shows its reprint number', async ({ page }) => {
  await openReceipt(page, '14000000000')
  expect(await print(page)).not.toContain('CETAK ULANG')
  expect(await print(page)).toContain('CETAK ULANG ke-1')
  expect(await print(page)).toContain('CETAK ULANG ke-2')
})

test('the receipt goes to WhatsApp as text and is saved as PDF', async ({ page }) => {
  await openReceipt(page, '14000002000')
  const href = await page.getByRole('link', { name: 'Kirim lewat WhatsApp' }).getAttribute('href')
  const link = new URL(href ?? '')
  expect(link.origin).toBe('https://wa.me')
  const text = link.searchParams.get('text') ?? ''
  expect(text).toContain('14000002000')
  expect(text).toMatch(/\d{4} \d{4} \d{4}/)
  expect(text).toMatch(FOOTER)
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Simpan PDF' }).click()
  const file = await download
  expect(file.suggestedFilename()).toMatch(/^struk-INV-.*\.pdf$/)
  const bytes = await readFile(await file.path())
  expect(bytes.subarray(0, 5).toString()).toBe('%PDF-')
  expect(bytes.length).toBeGreaterThan(1_000)
})

test('a serial receipt printer gets the receipt as ESC/POS; without a printer nothing is counted', async ({ page }) => {
  // Replaces the device that a user would select.
  await page.addInitScript(() => {
    const printer = { state: 'not picked', printed: [] as number[] }
    const port = {
      open: async () => {
        if (printer.state === 'off') throw new DOMException('The port is gone.', 'NetworkError')
      },
      close: async () => {},
      writable: {
        getWriter: () => ({
          write: async (bytes: Uint8Array) => printer.printed.push(...bytes),
          releaseLock: () => {},
        }),
      },
    }
    const requestPort = async () => {
      if (printer.state === 'not picked') throw new DOMException('No port was picked.', 'NotFoundError')
      return port
    }
    Object.defineProperty(navigator, 'serial', { value: { requestPort } })
    Object.assign(window, { printer })
  })
  type WithPrinter = Window & { printer: { state: string; printed: number[] } }
  const turn = (state: string) =>
    page.evaluate((wanted) => {
      ;(window as unknown as WithPrinter).printer.state = wanted
    }, state)
  const bytes = () => page.evaluate(() => String.fromCharCode(...(window as unknown as WithPrinter).printer.printed))
  await openReceipt(page, '14000001000')
  const button = page.getByRole('button', { name: 'Cetak ke printer serial/Bluetooth' })
  const failed = page.getByText('Printer tidak bisa dihubungi.')
  await button.click()
  await expect(failed).toBeVisible()
  // Messages disappear after a while; wait, to tell the next one apart.
  await expect(failed).toHaveCount(0)
  await turn('off')
  await button.click()
  await expect(failed).toBeVisible()
  await turn('on')
  await button.click()
  await expect.poll(bytes).toContain('Total bayar')
  const first = await bytes()
  expect(first.startsWith('\u001b@')).toBe(true)
  expect(first).toContain('KONTER SETRUM')
  expect(first).not.toContain('CETAK ULANG')
  await button.click()
  await expect.poll(bytes).toContain('CETAK ULANG ke-1')
})

test('a serial printer is asked for once, and keeps its rate', async ({ page }) => {
  await page.addInitScript(() => {
    const log = { picked: [] as number[], rates: [] as string[] }
    const makePort = (usbProductId: number) => ({
      getInfo: () => ({ usbVendorId: 1_046, usbProductId }),
      open: async ({ baudRate }: { baudRate: number }) => log.rates.push(`${usbProductId}: ${baudRate}`),
      close: async () => {},
      writable: { getWriter: () => ({ write: async () => {}, releaseLock: () => {} }) },
    })
    const [first, second] = [makePort(1), makePort(2)]
    // Permissions stay after a reload.
    const allowed = () =>
      (localStorage.getItem('test:allowed') ?? '')
        .split(',')
        .flatMap((id) => (id === '1' ? [first] : id === '2' ? [second] : []))
    const requestPort = async () => {
      const next = log.picked.length + allowed().length === 0 ? first : second
      log.picked.push(next.getInfo().usbProductId)
      localStorage.setItem('test:allowed', next === first ? '1' : '1,2')
      return next
    }
    Object.defineProperty(navigator, 'serial', { value: { requestPort, getPorts: async () => allowed() } })
    Object.assign(window, { printerLog: log })
  })
  type WithLog = Window & { printerLog: { picked: number[]; rates: string[] } }
  const log = () => page.evaluate(() => (window as unknown as WithLog).printerLog)
  await openReceipt(page, '14000004003')
  const button = page.getByRole('button', { name: 'Cetak ke printer serial/Bluetooth' })
  const rate = page.getByLabel('Kecepatan printer (baud)')
  await expect(rate).toHaveValue('9600')
  await button.click()
  await expect.poll(log).toEqual({ picked: [1], rates: ['1: 9600'] })
  await expect(page.getByRole('button', { name: 'Ganti printer' })).toBeVisible()
  await rate.selectOption('115200')
  await page.reload()
  await expect(rate).toHaveValue('115200')
  await button.click()
  await expect.poll(log).toEqual({ picked: [], rates: ['1: 115200'] })
  // Another printer has its own rate.
  await page.getByRole('button', { name: 'Ganti printer' }).click()
  await expect(rate).toHaveValue('9600')
  await button.click()
  await expect.poll(log).toEqual({ picked: [2], rates: ['1: 115200', '2: 9600'] })
})

test('of two serial printers of one model the one picked last prints, also after a reload', async ({ page }) => {
  await page.addInitScript(() => {
    const printed: string[] = []
    const stored = () => (localStorage.getItem('test:allowed') ?? '').split(',').filter(Boolean)
    const store = (names: string[]) => localStorage.setItem('test:allowed', names.join(','))
    const makePort = (name: string) => ({
      getInfo: () => ({ usbVendorId: 1_046, usbProductId: 1 }),
      open: async () => printed.push(name),
      close: async () => {},
      forget: async () => store(stored().filter((it) => it !== name)),
      writable: { getWriter: () => ({ write: async () => {}, releaseLock: () => {} }) },
    })
    const ports = new Map(['old', 'new'].map((name) => [name, makePort(name)]))
    const requestPort = async () => {
      const name = stored().includes('old') ? 'new' : 'old'
      store([...stored(), name])
      return ports.get(name)
    }
    const getPorts = async () => stored().map((name) => ports.get(name))
    Object.defineProperty(navigator, 'serial', { value: { requestPort, getPorts } })
    Object.assign(window, { printed })
  })
  const printed = () => page.evaluate(() => (window as unknown as Window & { printed: string[] }).printed)
  await openReceipt(page, '14000004004')
  const button = page.getByRole('button', { name: 'Cetak ke printer serial/Bluetooth' })
  await button.click()
  await expect.poll(printed).toEqual(['old'])
  await page.getByRole('button', { name: 'Ganti printer' }).click()
  await expect.poll(() => page.evaluate(() => localStorage.getItem('test:allowed'))).toBe('new')
  await button.click()
  await expect.poll(printed).toEqual(['old', 'new'])
  await page.reload()
  await button.click()
  await expect.poll(printed).toEqual(['new'])
})

test('a receipt opened in its own tab goes back to its sale in the history', async ({ page, context }) => {
  await openReceipt(page, '14000004006')
  const own = await context.newPage()
  await own.goto(page.url())
  const invoice = /INV-\d{16}/.exec((await own.getByTestId('receipt').textContent()) ?? '')?.[0]
  await own.getByRole('button', { name: 'Kembali' }).click()
  await expect(own).toHaveURL(new RegExp(`/riwayat[?]cari=${invoice}$`))
})
