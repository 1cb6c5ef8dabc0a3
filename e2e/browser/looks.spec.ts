import { type BrowserContext, expect, type Page, test } from '@playwright/test'
import { DEMO, type RunningHouse, startHouse } from '@setrum/testing'
import {
  type Account,
  BILL_NUMBER,
  DESKTOP,
  foreignRequests,
  lookUpBill,
  makeEmployee,
  PHONE,
  sellToken,
  seriousFindings,
  settled,
  shot,
  signIn,
} from './counter.js'

let running: RunningHouse
/** Signed in once for all screens: what a person keeps open all day. */
const contexts: Partial<Record<'employee' | 'admin', BrowserContext>> = {}
let receipt = ''

test.beforeAll(async ({ browser }) => {
  running = await startHouse({ without: [] })
  const account = await makeEmployee(running, { name: 'Rina Uji Nama Yang Panjang Sekali Untuk Kolom' })
  const enter = async (who: Account) => {
    const context = await browser.newContext({ locale: 'id-ID', timezoneId: 'Asia/Jakarta', viewport: DESKTOP })
    const page = await context.newPage()
    await signIn(page, running, who)
    return { context, page }
  }
  const employee = await enter(account)
  await sellToken(employee.page, running)
  await employee.page.getByRole('link', { name: 'Struk' }).click()
  await expect(employee.page.getByTestId('receipt')).toBeVisible()
  receipt = new URL(employee.page.url()).pathname
  await employee.page.close()
  contexts.employee = employee.context
  const admin = await enter(DEMO.admin)
  await admin.page.close()
  contexts.admin = admin.context
})
test.afterAll(async () => {
  await Promise.all(Object.values(contexts).map((context) => context.close()))
  await running?.stop()
})

const byLabel = (name: RegExp) => async (page: Page) => {
  await page.getByRole('button', { name }).first().click()
  await expect(page.getByRole('dialog')).toBeVisible()
  await expect(page.locator('[aria-busy="true"]')).toHaveCount(0)
}

interface Screen {
  name: string
  who: 'employee' | 'admin'
  path: () => string
  /** Brings the screen into the state that is looked at. */
  enter?: (page: Page) => Promise<void>
}

const SCREENS: Screen[] = [
  { name: 'till-token', who: 'employee', path: () => '/jual' },
  { name: 'till-bill', who: 'employee', path: () => '/jual', enter: (page) => lookUpBill(page, running, BILL_NUMBER) },
  { name: 'till-nontaglis', who: 'employee', path: () => '/jual?jenis=nontaglis' },
  { name: 'history', who: 'employee', path: () => '/riwayat' },
  { name: 'history-drawer', who: 'employee', path: () => `/riwayat?trx=${receipt.split('/').at(-1)}` },
  { name: 'customers', who: 'employee', path: () => '/pelanggan' },
  { name: 'my-shift', who: 'employee', path: () => '/shift-saya' },
  { name: 'receipt', who: 'employee', path: () => receipt },
  { name: 'dashboard', who: 'admin', path: () => '/dasbor' },
  { name: 'transactions', who: 'admin', path: () => '/transaksi' },
  { name: 'employees', who: 'admin', path: () => '/karyawan' },
  { name: 'employee-new', who: 'admin', path: () => '/karyawan', enter: byLabel(/Tambah karyawan/) },
  { name: 'shifts', who: 'admin', path: () => '/jam-kerja' },
  { name: 'shift-new', who: 'admin', path: () => '/jam-kerja', enter: byLabel(/Tambah jam kerja/) },
  { name: 'products', who: 'admin', path: () => '/produk' },
]

for (const { name, who, path, enter } of SCREENS) {
  test(`${name} fits phone and desktop, light and dark, is accessible, and asks nobody outside`, async () => {
    const page = await contexts[who]?.newPage()
    if (!page) throw new Error(`nobody is signed in as ${who}`)
    const foreign = foreignRequests(page, running)
    await page.setViewportSize(DESKTOP)
    await page.goto(running.house.url('web') + path())
    await settled(page)
    await enter?.(page)
    await lookAt(page, name)
    expect(foreign).toEqual([])
    await page.close()
  })
}

test('the sign-in page fits phone and desktop, light and dark, is accessible, and asks nobody outside', async ({
  page,
}) => {
  const foreign = foreignRequests(page, running)
  await page.setViewportSize(DESKTOP)
  await page.goto(`${running.house.url('web')}/masuk`)
  await expect(page.locator('input[type="password"]')).toBeVisible()
  await lookAt(page, 'sign-in')
  expect(foreign).toEqual([])
})

/** Light on the desktop, dark on the phone, and both widths without anything sticking out. */
async function lookAt(page: Page, name: string): Promise<void> {
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
  // Charts take their new width a moment after the window.
  await expect.poll(() => overflow(page)).toBeLessThanOrEqual(0)
  await page.screenshot({ path: shot(`${name}-desktop`), fullPage: true })
  expect(await seriousFindings(page)).toEqual([])
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' })
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark')
  await page.setViewportSize(PHONE)
  // Charts take their new width a moment after the window.
  await expect.poll(() => overflow(page)).toBeLessThanOrEqual(0)
  await page.screenshot({ path: shot(`${name}-phone-dark`), fullPage: true })
  expect(await seriousFindings(page)).toEqual([])
}

function overflow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
}
