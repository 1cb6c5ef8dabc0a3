import { type BrowserContext, expect, type Page, test } from '@playwright/test'
import { DEMO, type RunningStack, startStack } from '@setrum/testing'
import { recordExternalRequests } from './support/network.js'
import {
  type Account,
  BILL_NUMBER,
  DESKTOP,
  enterTokenSale,
  findSeriousViolations,
  lookUpBill,
  makeEmployee,
  PHONE,
  screenshotPath,
  sellToken,
  sellUnreadableToken,
  signIn,
  waitUntilIdle,
} from './support/page-actions.js'

/** A meter whose purchase the biller never settles. */
const PENDING_METER = '14000007002'
/** Meters whose purchases succeed at once. */
const SUCCESS_METER = '14000001000'
const DUPLICATE_METER = '14000002000'
const REVIEW_METER = '14000001000'

// The most screens of all files: both workers share them.
test.describe.configure({ mode: 'parallel' })

let running: RunningStack
/** Signed-in browser contexts, shared by all screens. */
const contexts: Partial<Record<'employee' | 'admin', BrowserContext>> = {}
let receipt = ''
/** Id of a sale with a review reason. */
let reviewSale = ''

test.beforeAll(async ({ browser }) => {
  running = await startStack({ without: [] })
  const account = await makeEmployee(running, { name: 'Rina Uji Nama Yang Panjang Sekali Untuk Kolom' })
  const enter = async (account: Account) => {
    const context = await browser.newContext({ locale: 'id-ID', timezoneId: 'Asia/Jakarta', viewport: DESKTOP })
    const page = await context.newPage()
    await signIn(page, running, account)
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
  // A sale that stays open: its screen has more elements.
  const open = await sell(account, PENDING_METER)
  expect(open.status).toBe('PROCESSING')
  await sellUnreadableToken(running, async () => {
    const { id, accessToken } = await sell(account, REVIEW_METER)
    const reasons = async () => {
      const { data } = await running.graph(
        'query($id: ID!) { transaction(id: $id) { reviewReasons } }',
        { id },
        accessToken,
      )
      return data?.transaction.reviewReasons
    }
    await expect.poll(reasons).toEqual(['UNREADABLE_TOKEN'])
    reviewSale = id
  })
})

/** Sells a token by the API. */
async function sell(account: Account, meterNumber: string) {
  const accessToken = await running.signIn(account)
  const response = await fetch(`${running.stack.url('gateway')}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${accessToken}`,
    },
    body: JSON.stringify({
      query: 'mutation($input: BuyTokenInput!) { buyToken(input: $input) { id status } }',
      variables: { input: { meterNumber, productCode: 'hpln50000', idempotencyKey: `visual-${meterNumber}` } },
    }),
  })
  const { data } = (await response.json()) as { data?: { buyToken?: { id: string; status: string } } }
  if (!data?.buyToken) throw new Error(`no sale to ${meterNumber}`)
  return { ...data.buyToken, accessToken }
}

test.afterAll(async () => {
  await Promise.all(Object.values(contexts).map((context) => context.close()))
  await running?.stop()
})

/** Opens a dialog by its button and clicks further buttons in it. */
const byLabel =
  (name: RegExp, ...further: RegExp[]) =>
  async (page: Page) => {
    await page.getByRole('button', { name }).first().click()
    const dialog = page.getByRole('dialog')
    await expect(dialog).toBeVisible()
    await expect(page.locator('[aria-busy="true"]')).toHaveCount(0)
    for (const next of further) await dialog.getByRole('button', { name: next }).click()
  }

/** Opens a form of a sale's drawer, whose code loads on demand. */
const toForm = (open: (page: Page) => Promise<void>) => async (page: Page) => {
  await open(page)
  await expect(page.getByRole('dialog').getByLabel('Catatan')).toBeVisible()
}

const byKeys = (keys: string) => async (page: Page) => {
  await page.keyboard.press(keys)
  await expect(page.getByRole('dialog')).toBeVisible()
}

/** Sells a token to a meter and expects this title. */
const sellAs = (meter: string, title: string) => async (page: Page) => {
  await enterTokenSale(page, meter)
  await page.getByRole('button', { name: 'Bayar' }).click()
  await expect(page.getByRole('heading', { name: title })).toBeVisible()
}

async function payBill(page: Page): Promise<void> {
  await lookUpBill(page, running, BILL_NUMBER)
  await page.getByRole('button', { name: 'Bayar' }).click()
  await expect(page.getByRole('heading', { name: 'Pembayaran berhasil' })).toBeVisible()
}

/** Saves a filter and opens the menu of saved views. */
async function openSavedViews(page: Page): Promise<void> {
  const menu = page.getByRole('button', { name: 'Tampilan tersimpan' })
  await menu.click()
  await page.getByRole('menuitem', { name: 'Simpan filter ini' }).click()
  await page.getByLabel('Nama tampilan').fill('Yang gagal')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await menu.click()
  await expect(page.getByRole('menuitem', { name: 'Hapus Yang gagal' })).toBeVisible()
}

/** Provokes the duplicate warning: same meter and product a moment later. */
async function sellAgain(page: Page): Promise<void> {
  await sellToken(page, running, DUPLICATE_METER)
  await page.goto(`${running.stack.url('web')}/jual`)
  await enterTokenSale(page, DUPLICATE_METER)
  await page.getByRole('button', { name: 'Bayar' }).click()
  await expect(page.getByText('Belum ada yang dibeli')).toBeVisible()
}

/** Provokes the till's error for an unavailable biller. */
async function sellWithoutBiller(page: Page): Promise<void> {
  await enterTokenSale(page, SUCCESS_METER)
  await page.route('**/graphql', (route) =>
    route.fulfill({
      json: { data: null, errors: [{ message: 'Biller tidak menjawab.', extensions: { code: 'BILLER_UNAVAILABLE' } }] },
    }),
  )
  await page.getByRole('button', { name: 'Bayar' }).click()
  await expect(page.getByText('Belum ada yang dibeli')).toBeVisible()
}

async function openAccountMenu(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Akun/ }).click()
  await expect(page.getByRole('menuitem', { name: 'Keluar' })).toBeVisible()
}

async function changePassword(page: Page): Promise<void> {
  await openAccountMenu(page)
  await page.getByRole('menuitem', { name: 'Ganti kata sandi' }).click()
  await expect(page.getByRole('dialog')).toBeVisible()
}

/** Shows the panels' error for an unavailable subgraph. */
async function withoutTransactions(page: Page): Promise<void> {
  await page.route('**/graphql', (route) =>
    route.fulfill({
      json: {
        data: null,
        errors: [{ message: 'x', extensions: { code: 'SUBGRAPH_UNAVAILABLE', service: 'transactions' } }],
      },
    }),
  )
  await page.reload()
  await expect(page.getByRole('button', { name: /Coba lagi|Try again/ }).first()).toBeVisible()
}

interface Screen {
  name: string
  role: 'employee' | 'admin'
  path: () => string
  /** Brings the screen into the state under test. */
  enter?: (page: Page) => Promise<void>
}

const SCREENS: Screen[] = [
  { name: 'till-token', role: 'employee', path: () => '/jual' },
  { name: 'till-bill', role: 'employee', path: () => '/jual', enter: (page) => lookUpBill(page, running, BILL_NUMBER) },
  {
    name: 'till-outcome',
    role: 'employee',
    path: () => '/jual',
    enter: (page) => sellToken(page, running, SUCCESS_METER),
  },
  { name: 'till-failed', role: 'employee', path: () => '/jual', enter: sellAs('14000001007', 'Pembelian gagal') },
  { name: 'till-processing', role: 'employee', path: () => '/jual', enter: sellAs(PENDING_METER, 'Sedang diproses') },
  { name: 'till-bill-paid', role: 'employee', path: () => '/jual', enter: payBill },
  { name: 'till-duplicate', role: 'employee', path: () => '/jual', enter: sellAgain },
  { name: 'till-biller-down', role: 'employee', path: () => '/jual', enter: sellWithoutBiller },
  { name: 'till-nontaglis', role: 'employee', path: () => '/jual?jenis=nontaglis' },
  { name: 'history', role: 'employee', path: () => '/riwayat' },
  { name: 'history-drawer', role: 'employee', path: () => `/riwayat?trx=${receipt.split('/').at(-1)}` },
  { name: 'history-review-drawer', role: 'employee', path: () => `/riwayat?trx=${reviewSale}` },
  { name: 'till-review', role: 'employee', path: () => `/jual?trx=${reviewSale}` },
  { name: 'customers', role: 'employee', path: () => '/pelanggan' },
  { name: 'my-shift', role: 'employee', path: () => '/shift-saya' },
  { name: 'receipt', role: 'employee', path: () => receipt },
  {
    name: 'edit-manual',
    role: 'employee',
    path: () => '/riwayat?status=PROCESSING',
    enter: toForm(byLabel(/^Rincian INV/, /Edit manual/)),
  },
  { name: 'account-menu', role: 'employee', path: () => '/riwayat', enter: openAccountMenu },
  { name: 'password-change', role: 'employee', path: () => '/riwayat', enter: changePassword },
  { name: 'shortcuts', role: 'employee', path: () => '/riwayat', enter: byKeys('Shift+?') },
  { name: 'history-down', role: 'employee', path: () => '/riwayat', enter: withoutTransactions },
  { name: 'dashboard', role: 'admin', path: () => '/dasbor' },
  { name: 'transactions', role: 'admin', path: () => '/transaksi' },
  { name: 'transactions-review', role: 'admin', path: () => '/transaksi?perhatian=ya' },
  { name: 'review-drawer', role: 'admin', path: () => `/transaksi?trx=${reviewSale}` },
  {
    name: 'review-dialog',
    role: 'admin',
    path: () => `/transaksi?trx=${reviewSale}`,
    enter: async (page) => {
      await page.getByRole('button', { name: 'Tandai sudah ditinjau' }).click()
      await expect(page.getByLabel('Catatan')).toBeVisible()
    },
  },
  { name: 'saved-views', role: 'admin', path: () => '/transaksi?status=FAILED', enter: openSavedViews },
  {
    name: 'dates',
    role: 'admin',
    path: () => '/transaksi',
    enter: async (page) => {
      await page.getByRole('button', { name: 'Rentang tanggal' }).click()
      await expect(page.getByRole('button', { name: '7 hari terakhir' })).toBeVisible()
    },
  },
  { name: 'employees', role: 'admin', path: () => '/karyawan' },
  { name: 'employee-new', role: 'admin', path: () => '/karyawan', enter: byLabel(/Tambah karyawan/) },
  { name: 'employee-detail', role: 'admin', path: () => '/karyawan', enter: byLabel(/^Rincian/) },
  { name: 'employee-edit', role: 'admin', path: () => '/karyawan', enter: byLabel(/^Rincian/, /^Ubah$/) },
  { name: 'employee-password', role: 'admin', path: () => '/karyawan', enter: byLabel(/^Rincian/, /Reset kata sandi/) },
  { name: 'shifts', role: 'admin', path: () => '/jam-kerja' },
  { name: 'shift-new', role: 'admin', path: () => '/jam-kerja', enter: byLabel(/Tambah jam kerja/) },
  { name: 'shift-drawer', role: 'admin', path: () => '/jam-kerja', enter: byLabel(/^Rincian/) },
  { name: 'products', role: 'admin', path: () => '/produk' },
  { name: 'product-drawer', role: 'admin', path: () => '/produk', enter: byLabel(/^Rincian/) },
  { name: 'transaction-drawer', role: 'admin', path: () => `/transaksi?trx=${receipt.split('/').at(-1)}` },
  {
    name: 'correction',
    role: 'admin',
    path: () => `/transaksi?trx=${receipt.split('/').at(-1)}`,
    enter: toForm((page) => page.getByRole('dialog').getByRole('button', { name: 'Koreksi' }).click()),
  },
  { name: 'palette', role: 'admin', path: () => '/produk', enter: byKeys('Control+K') },
  { name: 'dashboard-down', role: 'admin', path: () => '/dasbor', enter: withoutTransactions },
]

for (const { name, role, path, enter } of SCREENS) {
  test(`${name} fits phone and desktop, light and dark, is accessible, and sends no external requests`, async () => {
    const page = await contexts[role]?.newPage()
    if (!page) throw new Error(`no context for ${role}`)
    const external = recordExternalRequests(page, running.stack.url('web'))
    await page.setViewportSize(DESKTOP)
    await page.goto(running.stack.url('web') + path())
    await waitUntilIdle(page)
    await enter?.(page)
    await checkScreen(page, name)
    expect(external).toEqual([])
    await page.close()
  })
}

// English texts differ in length.
for (const { name, role, path } of SCREENS.filter(({ enter }) => !enter)) {
  test(`${name} fits phone and desktop and is accessible in English`, async () => {
    const context = contexts[role]
    if (!context) throw new Error(`no context for ${role}`)
    const page = await context.newPage()
    await context.addCookies([{ name: 'setrum_locale', value: 'en', url: running.stack.url('web') }])
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
    await page.setViewportSize(DESKTOP)
    await page.goto(running.stack.url('web') + path())
    await context.clearCookies({ name: 'setrum_locale' })
    await waitUntilIdle(page)
    await expect(page.locator('html')).toHaveAttribute('lang', 'en')
    for (const [size, viewport] of Object.entries({ desktop: DESKTOP, phone: PHONE })) {
      await page.setViewportSize(viewport)
      await expect.poll(() => overflow(page)).toBeLessThanOrEqual(0)
      await takePicture(page, `${name}-english-${size}`)
    }
    // The layouts of both sizes are checked in Indonesian; here the texts are.
    expect(await findSeriousViolations(page)).toEqual([])
    await page.close()
  })
}

test('a language change on a page applies to API responses without a reload', async () => {
  const page = await contexts.admin?.newPage()
  if (!page) throw new Error('no context for admin')
  await page.goto(`${running.stack.url('web')}/karyawan`)
  await waitUntilIdle(page)
  await page.getByRole('button', { name: /^Akun/ }).click()
  await page.getByRole('menuitem', { name: 'English' }).click()
  await expect(page.locator('html')).toHaveAttribute('lang', 'en')
  const request = page.waitForRequest((it) => it.url().endsWith('/graphql'))
  await page.getByRole('link', { name: 'Products' }).click()
  expect((await request).headers()['accept-language']).toBe('en')
  await page.context().clearCookies({ name: 'setrum_locale' })
  await page.close()
})

test('the sign-in page fits phone and desktop, light and dark, is accessible, and sends no external requests', async ({
  page,
}) => {
  const external = recordExternalRequests(page, running.stack.url('web'))
  await page.setViewportSize(DESKTOP)
  await page.goto(`${running.stack.url('web')}/masuk`)
  await expect(page.locator('input[type="password"]')).toBeVisible()
  await checkScreen(page, 'sign-in')
  expect(external).toEqual([])
})

/** Checks the desktop in light and the phone in dark mode: no overflow, no serious accessibility violation. */
async function checkScreen(page: Page, name: string): Promise<void> {
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
  // Charts take their new width a moment after the window.
  await expect.poll(() => overflow(page)).toBeLessThanOrEqual(0)
  await takePicture(page, `${name}-desktop`)
  expect(await tallestRow(page)).toBeLessThanOrEqual(MAX_ROW_PX)
  expect(await findSeriousViolations(page)).toEqual([])
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' })
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark')
  await page.setViewportSize(PHONE)
  // Charts take their new width a moment after the window.
  await expect.poll(() => overflow(page)).toBeLessThanOrEqual(0)
  await takePicture(page, `${name}-phone-dark`)
  expect(await findSeriousViolations(page)).toEqual([])
}

/** Pictures of all screens, for people: `PICTURES=1`. */
async function takePicture(page: Page, name: string): Promise<void> {
  if (process.env.PICTURES) await page.screenshot({ path: screenshotPath(name), fullPage: true })
}

/** The height of four lines. A name that breaks at each letter makes a row of twenty. */
const MAX_ROW_PX = 110

function tallestRow(page: Page): Promise<number> {
  return page.evaluate(() => Math.max(0, ...[...document.querySelectorAll('tr')].map((row) => row.clientHeight)))
}

function overflow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
}
