import { type BrowserContext, expect, type Page, test } from '@playwright/test'
import { DEMO, type RunningStack, startStack } from '@setrum/testing'
import {
  type Account,
  BILL_NUMBER,
  DESKTOP,
  enterTokenSale,
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

/** A meter of which the biller never says what became of its purchase. */
const SOLD_NEVER = '14000007002'
/** Meters that buy a token at once. */
const SOLD_ONCE = '14000001000'
const SOLD_TWICE = '14000002000'

// The most screens of all files: both workers share them.
test.describe.configure({ mode: 'parallel' })

let running: RunningStack
/** Signed in once for all screens: what a person keeps open all day. */
const contexts: Partial<Record<'employee' | 'admin', BrowserContext>> = {}
let receipt = ''
/** A request whose trace can be looked at. */
let tracedRequest = ''

test.beforeAll(async ({ browser }) => {
  running = await startStack({ without: [] })
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
  // One sale that the biller never decides about: what is open has more to look at.
  await sellOpen(account)
})
async function sellOpen(account: Account): Promise<void> {
  const response = await fetch(`${running.stack.url('gateway')}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${await running.signIn(account)}`,
    },
    body: JSON.stringify({
      query: 'mutation($input: BuyTokenInput!) { buyToken(input: $input) { status } }',
      variables: { input: { meterNumber: SOLD_NEVER, productCode: 'hpln50000', idempotencyKey: 'looks-open' } },
    }),
  })
  const { data } = (await response.json()) as { data?: { buyToken?: unknown } }
  expect(data?.buyToken).toEqual({ status: 'PROCESSING' })
  tracedRequest = response.headers.get('x-request-id') ?? ''
}

test.afterAll(async () => {
  await Promise.all(Object.values(contexts).map((context) => context.close()))
  await running?.stop()
})

/** Opens what is behind a button, and what is behind further buttons in there. */
const byLabel =
  (name: RegExp, ...further: RegExp[]) =>
  async (page: Page) => {
    await page.getByRole('button', { name }).first().click()
    const dialog = page.getByRole('dialog')
    await expect(dialog).toBeVisible()
    await expect(page.locator('[aria-busy="true"]')).toHaveCount(0)
    for (const next of further) await dialog.getByRole('button', { name: next }).click()
  }

/** The form behind a button of a sale's drawer, whose code comes when it is opened. */
const toForm = (open: (page: Page) => Promise<void>) => async (page: Page) => {
  await open(page)
  await expect(page.getByRole('dialog').getByLabel('Catatan')).toBeVisible()
}

const byKeys = (keys: string) => async (page: Page) => {
  await page.keyboard.press(keys)
  await expect(page.getByRole('dialog')).toBeVisible()
}

/** Sells a token to a meter whose outcome has this title. */
const sellAs = (meter: string, title: string) => async (page: Page) => {
  await enterTokenSale(page, meter)
  await page.getByRole('button', { name: 'Bayar' }).click()
  await expect(page.getByRole('heading', { name: title })).toBeVisible()
}

async function payBill(page: Page): Promise<void> {
  await lookUpBill(page, running, BILL_NUMBER)
  await page.getByRole('button', { name: 'Bayar' }).click()
  await expect(page.getByRole('heading', { name: 'Pembelian berhasil' })).toBeVisible()
}

/** The menu of saved filters, with one in it. */
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

/** The till's refusal: the same meter and product a moment later. */
async function sellAgain(page: Page): Promise<void> {
  await sellToken(page, running, SOLD_TWICE)
  await page.goto(`${running.stack.url('web')}/jual`)
  await enterTokenSale(page, SOLD_TWICE)
  await page.getByRole('button', { name: 'Bayar' }).click()
  await expect(page.getByText('Belum ada yang dibeli')).toBeVisible()
}

/** The till's other refusal, as the gateway gives it. */
async function sellWithoutBiller(page: Page): Promise<void> {
  await enterTokenSale(page, SOLD_ONCE)
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

/** What a panel says when a part of the system does not answer. */
async function withoutAnswers(page: Page): Promise<void> {
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
  who: 'employee' | 'admin'
  path: () => string
  /** Brings the screen into the state that is looked at. */
  enter?: (page: Page) => Promise<void>
}

const SCREENS: Screen[] = [
  { name: 'till-token', who: 'employee', path: () => '/jual' },
  { name: 'till-bill', who: 'employee', path: () => '/jual', enter: (page) => lookUpBill(page, running, BILL_NUMBER) },
  { name: 'till-outcome', who: 'employee', path: () => '/jual', enter: (page) => sellToken(page, running, SOLD_ONCE) },
  { name: 'till-failed', who: 'employee', path: () => '/jual', enter: sellAs('14000001007', 'Pembelian gagal') },
  { name: 'till-processing', who: 'employee', path: () => '/jual', enter: sellAs(SOLD_NEVER, 'Sedang diproses') },
  { name: 'till-bill-paid', who: 'employee', path: () => '/jual', enter: payBill },
  { name: 'till-refused', who: 'employee', path: () => '/jual', enter: sellAgain },
  { name: 'till-biller-down', who: 'employee', path: () => '/jual', enter: sellWithoutBiller },
  { name: 'till-nontaglis', who: 'employee', path: () => '/jual?jenis=nontaglis' },
  { name: 'history', who: 'employee', path: () => '/riwayat' },
  { name: 'history-drawer', who: 'employee', path: () => `/riwayat?trx=${receipt.split('/').at(-1)}` },
  { name: 'customers', who: 'employee', path: () => '/pelanggan' },
  { name: 'my-shift', who: 'employee', path: () => '/shift-saya' },
  { name: 'receipt', who: 'employee', path: () => receipt },
  {
    name: 'edit-manual',
    who: 'employee',
    path: () => '/riwayat?status=PROCESSING',
    enter: toForm(byLabel(/^Rincian INV/, /Edit manual/)),
  },
  { name: 'account-menu', who: 'employee', path: () => '/riwayat', enter: openAccountMenu },
  { name: 'password-change', who: 'employee', path: () => '/riwayat', enter: changePassword },
  { name: 'shortcuts', who: 'employee', path: () => '/riwayat', enter: byKeys('Shift+?') },
  { name: 'history-down', who: 'employee', path: () => '/riwayat', enter: withoutAnswers },
  { name: 'dashboard', who: 'admin', path: () => '/dasbor' },
  { name: 'transactions', who: 'admin', path: () => '/transaksi' },
  { name: 'saved-views', who: 'admin', path: () => '/transaksi?status=FAILED', enter: openSavedViews },
  {
    name: 'dates',
    who: 'admin',
    path: () => '/transaksi',
    enter: async (page) => {
      await page.getByRole('button', { name: 'Rentang tanggal' }).click()
      await expect(page.getByRole('button', { name: '7 hari terakhir' })).toBeVisible()
    },
  },
  { name: 'employees', who: 'admin', path: () => '/karyawan' },
  { name: 'employee-new', who: 'admin', path: () => '/karyawan', enter: byLabel(/Tambah karyawan/) },
  { name: 'employee-detail', who: 'admin', path: () => '/karyawan', enter: byLabel(/^Rincian/) },
  { name: 'employee-edit', who: 'admin', path: () => '/karyawan', enter: byLabel(/^Rincian/, /^Ubah$/) },
  { name: 'employee-password', who: 'admin', path: () => '/karyawan', enter: byLabel(/^Rincian/, /Reset kata sandi/) },
  { name: 'shifts', who: 'admin', path: () => '/jam-kerja' },
  { name: 'shift-new', who: 'admin', path: () => '/jam-kerja', enter: byLabel(/Tambah jam kerja/) },
  { name: 'shift-drawer', who: 'admin', path: () => '/jam-kerja', enter: byLabel(/^Rincian/) },
  { name: 'products', who: 'admin', path: () => '/produk' },
  { name: 'product-drawer', who: 'admin', path: () => '/produk', enter: byLabel(/^Rincian/) },
  { name: 'transaction-drawer', who: 'admin', path: () => `/transaksi?trx=${receipt.split('/').at(-1)}` },
  {
    name: 'correction',
    who: 'admin',
    path: () => `/transaksi?trx=${receipt.split('/').at(-1)}`,
    enter: toForm((page) => page.getByRole('dialog').getByRole('button', { name: 'Koreksi' }).click()),
  },
  { name: 'palette', who: 'admin', path: () => '/produk', enter: byKeys('Control+K') },
  { name: 'trace', who: 'admin', path: () => `/jejak/${tracedRequest}` },
  { name: 'dashboard-down', who: 'admin', path: () => '/dasbor', enter: withoutAnswers },
]

for (const { name, who, path, enter } of SCREENS) {
  test(`${name} fits phone and desktop, light and dark, is accessible, and asks nobody outside`, async () => {
    const page = await contexts[who]?.newPage()
    if (!page) throw new Error(`nobody is signed in as ${who}`)
    const foreign = foreignRequests(page, running)
    await page.setViewportSize(DESKTOP)
    await page.goto(running.stack.url('web') + path())
    await settled(page)
    await enter?.(page)
    await lookAt(page, name)
    expect(foreign).toEqual([])
    await page.close()
  })
}

// The pages in the other language, whose words have other lengths.
for (const { name, who, path } of SCREENS.filter(({ enter }) => !enter)) {
  test(`${name} fits phone and desktop and is accessible in English`, async () => {
    const context = contexts[who]
    if (!context) throw new Error(`nobody is signed in as ${who}`)
    const page = await context.newPage()
    await context.addCookies([{ name: 'setrum_locale', value: 'en', url: running.stack.url('web') }])
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
    await page.setViewportSize(DESKTOP)
    await page.goto(running.stack.url('web') + path())
    await context.clearCookies({ name: 'setrum_locale' })
    await settled(page)
    await expect(page.locator('html')).toHaveAttribute('lang', 'en')
    for (const [size, viewport] of Object.entries({ desktop: DESKTOP, phone: PHONE })) {
      await page.setViewportSize(viewport)
      await expect.poll(() => overflow(page)).toBeLessThanOrEqual(0)
      expect(await seriousFindings(page)).toEqual([])
      await page.screenshot({ path: shot(`${name}-english-${size}`), fullPage: true })
    }
    await page.close()
  })
}

test('after the language was changed on a page the API answers in it, without a reload', async () => {
  const page = await contexts.admin?.newPage()
  if (!page) throw new Error('nobody is signed in as admin')
  await page.goto(`${running.stack.url('web')}/karyawan`)
  await settled(page)
  await page.getByRole('button', { name: /^Akun/ }).click()
  await page.getByRole('menuitem', { name: 'English' }).click()
  await expect(page.locator('html')).toHaveAttribute('lang', 'en')
  const asked = page.waitForRequest((it) => it.url().endsWith('/graphql'))
  await page.getByRole('link', { name: 'Products' }).click()
  expect((await asked).headers()['accept-language']).toBe('en')
  await page.context().clearCookies({ name: 'setrum_locale' })
  await page.close()
})

test('the sign-in page fits phone and desktop, light and dark, is accessible, and asks nobody outside', async ({
  page,
}) => {
  const foreign = foreignRequests(page, running)
  await page.setViewportSize(DESKTOP)
  await page.goto(`${running.stack.url('web')}/masuk`)
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
  expect(await tallestRow(page)).toBeLessThanOrEqual(MOST_ROW_PX)
  expect(await seriousFindings(page)).toEqual([])
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' })
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark')
  await page.setViewportSize(PHONE)
  // Charts take their new width a moment after the window.
  await expect.poll(() => overflow(page)).toBeLessThanOrEqual(0)
  await page.screenshot({ path: shot(`${name}-phone-dark`), fullPage: true })
  expect(await seriousFindings(page)).toEqual([])
}

/** Four lines: a name that is broken letter by letter makes rows of twenty. */
const MOST_ROW_PX = 110

function tallestRow(page: Page): Promise<number> {
  return page.evaluate(() => Math.max(0, ...[...document.querySelectorAll('tr')].map((row) => row.clientHeight)))
}

function overflow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
}
