import { expect, test } from '@playwright/test'
import { DEMO, type RunningStack, startStack, type TestEmployee } from '@setrum/testing'
import { fetchFromServer, makeGate, stopIntercepting, waitForResponseTo } from './support/network.js'
import {
  clockIn,
  enterTokenSale,
  fillSignIn,
  invalidateAccessToken,
  ledgerOf,
  METER,
  makeEmployee,
  meterOf,
  payOf,
  screenshotPath,
  signIn,
  signInAsAdmin,
  waitForSignedInPage,
  waitUntilIdle,
} from './support/page-actions.js'

const MINUTE_MS = 60_000
/** The biller settles its purchases by hand only. */
const PENDING_METER = '14000007002'

let running: RunningStack
let onDuty: TestEmployee
test.beforeAll(async () => {
  running = await startStack({ without: [] })
  onDuty = await makeEmployee(running, { name: 'Rina Uji' })
})
test.afterEach(({ context }) => stopIntercepting(context))
test.afterAll(() => running?.stop())

const web = (path: string) => running.stack.url('web') + path

test('outside the shift the sign-in page tells an employee when the shift begins', async ({ page }) => {
  const startAt = clockIn(120)
  const later = await makeEmployee(running, { name: 'Nanti Uji', startAt, endAt: clockIn(180) })
  await page.goto(web('/masuk'))
  await fillSignIn(page, later)
  const notice = page.getByRole('alert').filter({ hasText: 'Jam kerja Anda mulai' })
  await expect(notice).toContainText(startAt.replace(':', '.'))
  await expect(page.locator('input[type="email"]')).toHaveValue(later.email)
  await page.screenshot({ path: screenshotPath('outside-shift') })
})

test('credentials typed or autofilled before hydration sign in, and never appear in the URL', async ({ page }) => {
  let start = () => {}
  const started = new Promise<void>((resolve) => {
    start = resolve
  })
  await page.route('**/*.js', async (route) => {
    await started
    await route.fallback()
  })
  await page.goto(web('/masuk'), { waitUntil: 'commit' })
  await page.locator('input[type="email"]').fill(onDuty.email)
  await page.locator('input[type="password"]').fill(onDuty.password)
  // Submits before the scripts have loaded.
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(web('/masuk'))
  start()
  await expect(page.locator('form[data-ready]')).toBeVisible()
  await page.locator('input[type="password"]').press('Enter')
  await waitForSignedInPage(page)
})

test('a wrong password shows a message', async ({ page }) => {
  await page.goto(web('/masuk'))
  await fillSignIn(page, { email: onDuty.email, password: 'Salah-Sekali-1' })
  await expect(page.getByRole('alert').filter({ hasText: /\w/ })).toBeVisible()
  await expect(page.locator('input[type="password"]')).toBeVisible()
})

test('ten minutes before the end of the shift the page warns; at its end it signs out and keeps the draft', async ({
  page,
}) => {
  const soon = await makeEmployee(running, { name: 'Akhir Uji', startAt: clockIn(-60), endAt: clockIn(8) })
  await page.clock.install()
  await signIn(page, running, soon)
  await meterOf(page).fill(METER)
  await expect(page.getByText(/Jam kerja Anda selesai \d+ menit lagi/)).toBeVisible()
  await page.screenshot({ path: screenshotPath('shift-ends-soon') })
  // The page opens the sign-in page by itself.
  await page.clock.fastForward('12:00')
  await expect(page.getByText('Jam kerja Anda sudah selesai')).toBeVisible()
  // The draft stays in this tab until the next sign-in.
  await running.graph(
    'mutation($id: ID!, $i: UpdateShiftInput!) { updateShift(id: $id, input: $i) { id } }',
    { id: soon.shiftId, i: { endAt: clockIn(120) } },
    await running.asAdmin(),
  )
  // Users replicates the new hours within seconds; an earlier session would end by the old ones.
  await expect
    .poll(async () => {
      const { data } = await running.graph(
        'mutation($email: String!, $password: String!) { login(email: $email, password: $password) { sessionEndsAt } }',
        { email: soon.email, password: soon.password },
      )
      return Date.parse(data?.login.sessionEndsAt) - Date.now()
    })
    .toBeGreaterThan(60 * MINUTE_MS)
  await fillSignIn(page, soon)
  await expect(meterOf(page)).toHaveValue('1234 5678 901')
})

test('a sale that is open at the end of the shift stays readable until the customer has the token', async ({
  page,
  context,
}) => {
  // A session ends with a whole minute, at the servers too.
  const endAt = clockIn(new Date().getSeconds() < 20 ? 0 : 1)
  const last = await makeEmployee(running, { name: 'Tutup Uji', startAt: clockIn(-60), endAt })
  await page.clock.install()
  await signIn(page, running, last)
  await enterTokenSale(page, PENDING_METER)
  await payOf(page).click()
  await expect(page.getByText('Diproses', { exact: true })).toBeVisible()
  const second = await context.newPage()
  await second.goto(web('/riwayat'))
  await waitForSignedInPage(second)

  const notice = page.getByRole('status').filter({ hasText: 'Jam kerja Anda sudah selesai' })
  await expect(notice).toContainText('Penjualan baru tidak dapat dibuat', { timeout: 150_000 })
  await page.screenshot({ path: screenshotPath('shift-over-open-sale') })
  await expect(page.getByRole('button', { name: 'Penjualan baru' })).toHaveCount(0)
  // A tab without a sale leaves, and takes nothing from this one.
  await expect(second.getByText('Jam kerja Anda sudah selesai')).toBeVisible()

  const [sale] = await ledgerOf(running, PENDING_METER)
  await running.biller.settle(sale?.ref_id ?? '')
  await expect(page.getByTestId('token')).toHaveText(/^\d{20}$/)
  await page.reload()
  await expect(page.getByTestId('token')).toHaveText(/^\d{20}$/)
  await page.getByRole('link', { name: 'Struk' }).click()
  await expect(page.getByTestId('receipt')).toContainText('Tutup Uji')
  await expect(notice).toBeVisible()
  await page.clock.fastForward('15:00')
  await expect(page.locator('input[type="password"]')).toBeVisible()
  await expect(page.getByText('Jam kerja Anda sudah selesai')).toBeVisible()
})

test('a shift without a gap does not end a session at its first minute', async ({ page }) => {
  const always = await makeEmployee(running, { name: 'Siaga Uji', startAt: clockIn(5), endAt: clockIn(4) })
  await page.clock.install()
  await signIn(page, running, always)
  const renewed = page.waitForResponse((response) => response.url().endsWith('/api/session/refresh'))
  await page.clock.fastForward('20:00')
  expect((await renewed).ok()).toBe(true)
  await page.getByRole('link', { name: 'Riwayat' }).click()
  await expect(page.getByRole('searchbox')).toBeVisible()
  await expect(page.getByText('Jam kerja Anda')).toHaveCount(0)
})

test('two tabs with an expired token renew it once, and both continue', async ({ page, context }) => {
  await signInAsAdmin(page, running)
  const second = await context.newPage()
  await second.goto(web('/produk'))
  await page.goto(web('/jam-kerja'))
  await expect(page.getByRole('table')).toBeVisible()
  await expect(second.getByRole('table')).toBeVisible()
  let renewals = 0
  context.on('request', (request) => {
    if (request.url().endsWith('/api/session/refresh')) renewals += 1
  })
  // Both requests are rejected; the second tab gets its error only after the first has renewed the token.
  const rejection = makeGate()
  await page.route('**/api/session/refresh', async (route) => {
    await rejection.opened
    await route.fallback()
  })
  await second.route('**/graphql', async (route) => {
    const response = await fetchFromServer(route)
    if ((await response.text()).includes('UNAUTHENTICATED')) {
      rejection.open()
      await expect(page.getByText('siti@setrum.test')).toBeVisible()
    }
    await route.fulfill({ response })
  })
  await invalidateAccessToken(context)
  await Promise.all([
    page.getByRole('link', { name: 'Karyawan' }).click(),
    second.getByRole('link', { name: 'Dasbor' }).click(),
  ])
  await expect(page.getByText('siti@setrum.test')).toBeVisible()
  await expect(second.getByRole('heading', { name: 'Saldo deposit' })).toBeVisible()
  await expect(page.locator('[aria-busy="true"]')).toHaveCount(0)
  await expect(second.locator('[aria-busy="true"]')).toHaveCount(0)
  expect(renewals).toBe(1)
  await page.reload()
  await expect(page.getByText('siti@setrum.test')).toBeVisible()
})

test('a dashboard opened with an expired token renews it once and shows its totals', async ({ page, context }) => {
  await signInAsAdmin(page, running)
  // Pending requests of the first dashboard would renew the token too early.
  await waitUntilIdle(page)
  await page.goto('about:blank')
  await invalidateAccessToken(context)
  let renewals = 0
  page.on('request', (request) => {
    if (request.url().endsWith('/api/session/refresh')) renewals += 1
  })
  await page.goto(web('/dasbor'))
  await expect(page.getByRole('heading', { name: 'Saldo deposit' })).toBeVisible()
  await expect(page.locator('[aria-busy="true"]')).toHaveCount(0)
  await expect(page.getByText('tidak tersedia')).toHaveCount(0)
  expect(renewals).toBe(1)
})

test('a session that cannot be renewed ends at the sign-in page, which gives the reason and keeps the draft', async ({
  page,
  context,
}) => {
  await signIn(page, running, onDuty)
  await waitUntilIdle(page)
  // After this response the till sends nothing more; a request without a session would end it before the click.
  const known = waitForResponseTo(page, 'KnownCustomers', ({ search }) => search === '140000')
  await meterOf(page).fill('140000')
  await known
  const cookies = (await context.cookies()).filter(({ name }) => /^setrum_(access|refresh)$/.test(name))
  await context.addCookies(cookies.map((cookie) => ({ ...cookie, value: 'lost' })))
  await page.getByRole('link', { name: 'Riwayat' }).click()
  await expect(page.getByText('Isian di halaman Jual yang belum dikirim masih tersimpan')).toBeVisible()
  await fillSignIn(page, onDuty)
  await waitForSignedInPage(page)
  // The till keeps the draft.
  await page.getByRole('link', { name: 'Jual' }).click()
  await expect(meterOf(page)).toHaveValue('1400 00')
})

test('signing out in one tab signs out the other', async ({ page, context }) => {
  await signIn(page, running, onDuty)
  const second = await context.newPage()
  await second.goto(web('/riwayat'))
  await waitForSignedInPage(second)
  await page.getByRole('button', { name: `Akun ${onDuty.name}` }).click()
  await page.getByRole('menuitem', { name: 'Keluar' }).click()
  await expect(page.locator('input[type="password"]')).toBeVisible()
  await expect(second.locator('input[type="password"]')).toBeVisible()
})

test('the whole app is available in English', async ({ page }) => {
  await page.goto(web('/masuk'))
  await page.getByLabel('Bahasa').selectOption('en')
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible()
  await expect(page.locator('html')).toHaveAttribute('lang', 'en')
  await fillSignIn(page, onDuty)
  await expect(page.getByLabel('Meter number')).toBeVisible()
  await page.screenshot({ path: screenshotPath('till-english') })
  await page.goto(web('/riwayat'))
  await expect(page.getByRole('navigation').getByText('History')).toBeVisible()
})

test('scripts cannot read any token', async ({ page, context }) => {
  await signIn(page, running, onDuty)
  const tokens = (await context.cookies()).filter(({ name }) => /^setrum_(access|refresh)$/.test(name))
  expect(tokens).toHaveLength(2)
  const readable = await page.evaluate(() => [
    document.cookie,
    JSON.stringify({ ...localStorage }),
    JSON.stringify({ ...sessionStorage }),
    document.documentElement.outerHTML,
  ])
  for (const { value, httpOnly, sameSite } of tokens) {
    expect({ httpOnly, sameSite }).toEqual({ httpOnly: true, sameSite: expect.stringMatching(/Strict|Lax/) })
    for (const text of readable) expect(text).not.toContain(value)
  }
})

test('no page can be framed, and each runs only scripts with the nonce of its response', async ({ request }) => {
  const policies = []
  for (const path of ['/masuk', '/masuk']) {
    const policy = (await request.get(web(path))).headers()['content-security-policy'] ?? ''
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).toMatch(/script-src 'self' 'nonce-[^']+' 'strict-dynamic'/)
    expect(policy).not.toMatch(/script-src[^;]*unsafe/)
    policies.push(/'nonce-([^']+)'/.exec(policy)?.[1])
  }
  expect(policies[0]).not.toBe(policies[1])
})

test('no page violates its content security policy, drawers and menus included', async ({ page }) => {
  const violations: string[] = []
  page.on('console', (message) => {
    if (/Content Security Policy/i.test(message.text())) violations.push(message.text())
  })
  await signInAsAdmin(page, running)
  await page.goto(web('/karyawan'))
  await page
    .getByRole('button', { name: /^Rincian/ })
    .first()
    .click()
  await expect(page.getByRole('dialog')).toBeVisible()
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+K')
  await expect(page.getByPlaceholder('Ketik nama halaman')).toBeVisible()
  expect(violations).toEqual([])
})

test('a request for a user whose session has ended is refused', async ({ request }) => {
  const response = await request.post(web('/graphql'), {
    headers: { 'x-setrum-shown-user': onDuty.id, 'accept-language': 'id' },
    data: { query: '{ __typename }' },
  })
  expect(await response.json()).toEqual({
    data: null,
    errors: [{ message: 'Sesi sudah berakhir. Silakan masuk lagi.', extensions: { code: 'UNAUTHENTICATED' } }],
  })
})

test('a cross-site request with the session cookie gets no data', async ({ page, context }) => {
  await signInAsAdmin(page, running)
  const crossSite = { origin: 'https://lain.example', 'sec-fetch-site': 'cross-site' }
  const response = await context.request.post(web('/graphql'), {
    headers: { ...crossSite, 'content-type': 'application/json' },
    data: { query: '{ me { id email } }' },
  })
  expect(await response.text()).not.toContain(DEMO.admin.email)
  expect((await context.request.post(web('/api/session/refresh'), { headers: crossSite })).status()).toBe(403)
  expect((await context.request.delete(web('/api/session'), { headers: crossSite })).status()).toBe(403)
  await page.reload()
  await expect(page.getByRole('navigation', { name: 'Menu utama' })).toBeVisible()
})

test('a device clock a day ahead does not end the session, and the page queries the current shift', async ({
  page,
}) => {
  await page.clock.install({ time: Date.now() + 24 * 60 * MINUTE_MS })
  await signIn(page, running, onDuty)
  await expect(meterOf(page)).toBeVisible()
  // The page checks the clock every few seconds.
  await page.clock.runFor(30_000)
  await page.getByRole('link', { name: 'Riwayat' }).click()
  await expect(page.getByRole('searchbox')).toBeVisible()
  const periods: { since?: string; from?: string }[] = []
  page.on('request', (request) => {
    const { operationName, variables } = request.postDataJSON() ?? {}
    if (operationName === 'MyShift') periods.push(variables.prepaid)
  })
  // The whole day, until the page knows the start of the shift.
  await page.getByRole('link', { name: 'Jam kerja' }).click()
  await expect.poll(() => periods.some(({ since }) => since)).toBe(true)
  // A new page has no response yet to take the server's time from.
  const before = periods.length
  await page.goto(web('/shift-saya'))
  await expect.poll(() => periods.slice(before).some(({ since }) => since)).toBe(true)
  expect(periods.slice(before).some(({ from }) => from)).toBe(true)
  const today = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Jakarta' }).format(new Date())
  for (const { since, from } of periods) {
    if (since) expect(Date.parse(since)).toBeLessThan(Date.now())
    else expect(from).toBe(today)
  }
})

test('an employee who is deactivated is signed out with the reason', async ({ page }) => {
  const leaving = await makeEmployee(running, { name: 'Pamit Uji' })
  await signIn(page, running, leaving)
  const accessToken = await running.signIn(leaving)
  await running.graph(
    'mutation ($id: ID!) { updateUser(id: $id, input: { active: false }) { id } }',
    { id: leaving.id },
    await running.asAdmin(),
  )
  const errorCode = async () => (await running.graph('{ me { id } }', {}, accessToken)).errors?.[0]?.extensions?.code
  await expect.poll(errorCode).toBe('ACCOUNT_INACTIVE')
  await page.getByRole('link', { name: 'Riwayat' }).click()
  await expect(page.getByText('Akun Anda dinonaktifkan.')).toBeVisible()
})
