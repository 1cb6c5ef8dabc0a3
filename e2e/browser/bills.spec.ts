import { expect, type Page, test } from '@playwright/test'
import { type RunningHouse, startHouse, type TestEmployee } from '@setrum/testing'
import { BILL_NUMBER, enterTokenSale, lookUpBill, METER, makeEmployee, shot, signIn } from './counter.js'

const EIGHT_BILLS = '530000000999'
const NON_TAGLIS = '3225030000000'

let running: RunningHouse
let employee: TestEmployee
test.beforeAll(async () => {
  running = await startHouse({ without: [] })
  employee = await makeEmployee(running, { name: 'Rina Uji' })
})
test.beforeEach(({ page }) => signIn(page, running, employee))
test.afterAll(() => running?.stop())

const ledgerOf = async (customer: string) =>
  (await running.biller.ledger()).transactions.filter(({ customer_id }) => customer_id === customer)
const paid = async (customer: string) => (await ledgerOf(customer)).filter(({ debited }) => debited > 0)

test('every bill is shown with its period, penalty and fee before it is paid, and the receipt names them', async ({
  page,
}) => {
  await lookUpBill(page, running, EIGHT_BILLS)
  const rows = page.locator('tbody tr')
  await expect(rows.first()).toBeVisible()
  const count = await rows.count()
  expect(count).toBeGreaterThan(1)
  // Period, amount, penalty, fee and sum; the sum is that of the others.
  for (const cells of await rows.evaluateAll((all) =>
    all.map((row) => [...row.children].map((it) => it.textContent)),
  )) {
    const [period, amount, penalty, fee, total] = cells
    expect(period).toMatch(/^\p{L}+ \d{4}$/u)
    expect(rupiah(total)).toBe(rupiah(amount) + rupiah(penalty) + rupiah(fee))
    expect(rupiah(fee)).toBeGreaterThan(0)
  }
  expect(await ledgerOf(EIGHT_BILLS).then((all) => all.every(({ debited }) => debited === 0))).toBe(true)
  await page.screenshot({ path: shot('bills'), fullPage: true })
  // What was looked up is what Enter pays next.
  await expect(page.getByRole('button', { name: 'Bayar' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'Pembelian berhasil' })).toBeVisible()
  await page.getByRole('link', { name: 'Struk' }).click()
  const receipt = page.getByTestId('receipt')
  await expect(receipt).toContainText('STRUK PEMBAYARAN TAGIHAN LISTRIK')
  await expect(receipt).toContainText('Denda')
  await expect(receipt).toContainText('Biaya admin')
  expect(await paid(EIGHT_BILLS)).toHaveLength(1)
})

test('a Non-taglis registration is looked up and paid, with a receipt of its own', async ({ page }) => {
  await lookUpBill(page, running, NON_TAGLIS, 'nontaglis')
  await expect(page.getByText(/696[.]400/).first()).toBeVisible()
  await page.getByRole('button', { name: 'Bayar' }).click()
  await expect(page.getByRole('heading', { name: 'Pembelian berhasil' })).toBeVisible()
  await page.getByRole('link', { name: 'Struk' }).click()
  await expect(page.getByTestId('receipt')).toContainText('STRUK PEMBAYARAN NON TAGLIS')
  expect(await paid(NON_TAGLIS)).toHaveLength(1)
})

test('a number that nobody has is refused in words, and nothing can be paid', async ({ page }) => {
  await page.goto(`${running.house.url('web')}/jual?jenis=tagihan`)
  await page.getByLabel('ID pelanggan').fill('999999999999')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('status').first()).toBeVisible()
  await expect(page.getByRole('button', { name: 'Bayar' })).toHaveCount(0)
})

test('a payment whose answer is lost says that it is being processed, outlives a reload, and is debited once', async ({
  page,
}) => {
  await lookUpBill(page, running, BILL_NUMBER)
  const lost = await losesAnswersTo(page, 'PayBill')
  await page.getByRole('button', { name: 'Bayar' }).click()
  await expect(page.getByRole('heading', { name: 'Sedang diproses' })).toBeVisible()
  // The server had it: it is only the answer that is missing.
  await expect.poll(() => paid(BILL_NUMBER)).toHaveLength(1)
  await expect(page.getByRole('link', { name: 'Lihat Riwayat' })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Bayar' })).toHaveCount(0)
  await page.reload()
  await expect(page.getByRole('heading', { name: 'Sedang diproses' })).toBeVisible()
  lost.answerAgain()
  await expect(page.getByRole('heading', { name: 'Pembelian berhasil' })).toBeVisible()
  expect(lost.sent.length).toBeGreaterThan(1)
  expect(new Set(lost.sent).size).toBe(1)
  expect(await paid(BILL_NUMBER)).toHaveLength(1)
})

test('a token whose answer is lost keeps its key through reload and retry, and is debited once', async ({ page }) => {
  await page.goto(`${running.house.url('web')}/jual`)
  await enterTokenSale(page)
  const lost = await losesAnswersTo(page, 'BuyToken')
  await page.getByRole('button', { name: 'Bayar' }).click()
  await expect(page.getByRole('heading', { name: 'Sedang diproses' })).toBeVisible()
  await expect.poll(() => paid(METER)).toHaveLength(1)
  await page.screenshot({ path: shot('lost-answer'), fullPage: true })
  await page.reload()
  await expect(page.getByRole('heading', { name: 'Sedang diproses' })).toBeVisible()
  lost.answerAgain()
  await expect(page.getByTestId('token')).toHaveText(/^\d{20}$/)
  expect(lost.sent.length).toBeGreaterThan(1)
  expect(new Set(lost.sent).size).toBe(1)
  expect(await paid(METER)).toHaveLength(1)
})

/** Lets requests of one kind reach the server, and loses what it answers until told otherwise. */
async function losesAnswersTo(page: Page, operation: string) {
  const sent: string[] = []
  let isLost = true
  await page.route('**/graphql', async (route) => {
    const { operationName, variables } = route.request().postDataJSON() ?? {}
    if (operationName !== operation) return route.fallback()
    sent.push(JSON.stringify(variables))
    if (!isLost) return route.fallback()
    const response = await route.fetch()
    // The gateway asking for the operation's text has done nothing yet; only what it has done is to be lost.
    if ((await response.text()).includes('PERSISTED_QUERY_NOT_FOUND')) return route.fulfill({ response })
    await route.abort('connectionreset')
  })
  return {
    /** What was asked for, key included, each time. */
    sent,
    answerAgain: () => {
      isLost = false
    },
  }
}

function rupiah(text: string | null | undefined): number {
  return Number((text ?? '').replace(/\D/g, ''))
}
