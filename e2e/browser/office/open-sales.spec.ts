import { expect, type Page, test } from '@playwright/test'
import { type RunningStack, startStack, type TestEmployee } from '@setrum/testing'
import {
  clearSession,
  enterTokenSale,
  findSeriousViolations,
  METER,
  makeEmployee,
  payOf,
  screenshotPath,
  sellUnreadableToken,
  signIn,
  signInAsAdmin,
  waitUntilIdle,
} from '../support/page-actions.js'

/** Meters whose purchases the biller never settles by itself. */
const PENDING_METER = '14000007002'
/** A meter whose purchase succeeds at once. */
const REVIEW_METER = '14000001000'

let running: RunningStack
let employee: TestEmployee
test.beforeAll(async () => {
  running = await startStack({ without: [] })
  employee = await makeEmployee(running, { name: 'Rina Uji' })
  for (const productCode of ['hpln20000', 'hpln50000', 'hpln100000']) await buy(PENDING_METER, productCode)
  await buy(METER, 'hpln20000')
})
test.afterAll(() => running?.stop())

async function buy(meterNumber: string, productCode: string, seller = employee): Promise<string> {
  const { data, errors } = await running.graph(
    'mutation($input: BuyTokenInput!) { buyToken(input: $input) { id } }',
    { input: { meterNumber, productCode, idempotencyKey: `${meterNumber}-${productCode}` } },
    await running.signIn(seller),
  )
  if (errors) throw new Error(`no sale: ${JSON.stringify(errors)}`)
  return data.buyToken.id
}

const drawer = (page: Page) => page.getByRole('dialog', { name: /^INV/ })

async function openFirst(page: Page, path: string): Promise<void> {
  await page.goto(running.stack.url('web') + path)
  await page
    .getByRole('button', { name: /^Rincian INV/ })
    .first()
    .click()
  await expect(drawer(page).getByRole('button', { name: 'Edit manual' })).toBeVisible()
}

test('a note typed for one sale is gone when the next sale opens', async ({ page }) => {
  await signInAsAdmin(page, running)
  await openFirst(page, '/transaksi?status=PROCESSING')
  const invoice = await drawer(page).getByRole('heading').first().textContent()
  await drawer(page).getByRole('button', { name: 'Edit manual' }).click()
  await drawer(page).getByRole('radio', { name: 'Gagal' }).check()
  await drawer(page).getByLabel('Catatan').fill('hanya untuk transaksi ini')
  await page.screenshot({ path: screenshotPath('edit-manual') })
  await drawer(page).getByRole('button', { name: 'Transaksi berikutnya' }).click()
  await expect(drawer(page).getByRole('heading').first()).not.toHaveText(invoice ?? '')
  await expect(drawer(page).getByRole('button', { name: 'Edit manual' })).toBeVisible()
  await expect(drawer(page).getByLabel('Catatan')).toHaveCount(0)
})

test('the employee finds an open sale by its meter, checks its status, and settles it manually with a note', async ({
  page,
}) => {
  await signIn(page, running, employee)
  await page.goto(`${running.stack.url('web')}/riwayat`)
  await expect(page.getByText('4 transaksi')).toBeVisible()
  await page.getByRole('searchbox').fill(PENDING_METER)
  await expect(page).toHaveURL(/cari=/)
  await expect(page.getByText('3 transaksi')).toBeVisible()
  await page
    .getByRole('button', { name: /^Rincian INV/ })
    .first()
    .click()
  await drawer(page).getByRole('button', { name: 'Cek status' }).click()
  await expect(drawer(page).getByText('Biller belum memberi hasil akhir')).toBeVisible()
  await drawer(page).getByRole('button', { name: 'Edit manual' }).click()
  await drawer(page).getByRole('button', { name: 'Simpan' }).click()
  await expect(drawer(page).getByText('Pilih hasilnya')).toBeVisible()
  await expect(drawer(page).getByText('Tulis catatan, paling sedikit 3 huruf')).toBeVisible()
  await drawer(page).getByLabel('Catatan').fill('menurut petugas biller')
  // Without a token from the biller the server refuses a success, at the field.
  await drawer(page).getByRole('radio', { name: 'Berhasil' }).check()
  const token = drawer(page).getByLabel('Token (20 angka), kalau sudah diterima')
  await expect(token).toBeVisible()
  await drawer(page).getByRole('button', { name: 'Simpan' }).click()
  await expect(drawer(page).getByText('Biller belum memberi token.')).toHaveCount(1)
  await expect(token).toBeFocused()
  await page.screenshot({ path: screenshotPath('token-refused') })
  // A token typed before belongs to a success only.
  await token.fill('123')
  await drawer(page).getByRole('radio', { name: 'Gagal' }).check()
  await expect(token).toHaveCount(0)
  await drawer(page).getByRole('button', { name: 'Simpan' }).click()
  await expect(drawer(page).getByText('menurut petugas biller')).toBeVisible()
  await expect(drawer(page).getByText('Diubah manual')).toBeVisible()
  for (const action of ['Cek status', 'Edit manual'])
    await expect(drawer(page).getByRole('button', { name: action })).toHaveCount(0)
})

test('the owner corrects a wrong settlement with a note that survives a reload; an employee cannot', async ({
  page,
}) => {
  const settled = `/transaksi?status=SUCCESS&cari=${METER}`
  await signIn(page, running, employee)
  await page.goto(`${running.stack.url('web')}/riwayat?status=SUCCESS`)
  const open = page.getByRole('button', { name: /^Rincian INV/ }).first()
  await open.click()
  await expect(drawer(page).getByRole('link', { name: 'Struk' })).toBeVisible()
  await expect(drawer(page).getByRole('button', { name: 'Koreksi' })).toHaveCount(0)
  await clearSession(page)

  await signInAsAdmin(page, running)
  await page.goto(running.stack.url('web') + settled)
  await open.click()
  await drawer(page).getByRole('button', { name: 'Koreksi' }).click()
  // A correction offers the other status only.
  await expect(drawer(page).getByRole('radio')).toHaveCount(1)
  await drawer(page).getByRole('radio', { name: 'Gagal' }).check()
  await drawer(page).getByLabel('Catatan').fill('menurut laporan biller')
  await page.reload()
  await drawer(page).getByRole('button', { name: 'Koreksi' }).click()
  await expect(drawer(page).getByRole('radio', { name: 'Gagal' })).toBeChecked()
  await expect(drawer(page).getByLabel('Catatan')).toHaveValue('menurut laporan biller')
  await drawer(page).getByRole('button', { name: 'Simpan' }).click()
  await expect(drawer(page).getByText('Dikoreksi')).toBeVisible()
  await expect(drawer(page).getByText('menurut laporan biller')).toBeVisible()
  await expect(drawer(page).getByRole('button', { name: 'Simpan' })).toHaveCount(0)
  await expect(drawer(page).getByRole('link', { name: 'Struk' })).toHaveCount(0)
})

test('the employee sees the sales of this shift by product type and status', async ({ page }) => {
  await signIn(page, running, employee)
  await page.goto(`${running.stack.url('web')}/shift-saya`)
  const tokens = page.getByRole('row', { name: /^Token listrik/ })
  // One succeeded and three stayed open; earlier tests may have settled one and corrected another to failed.
  await expect(tokens.getByRole('cell')).toHaveText([/^[01]×Rp/, /^[23]×Rp/, /^[012]×Rp/])
  await page.screenshot({ path: screenshotPath('my-shift-by-state') })
})

test('the form for an open sale disappears when the sale settles, and does not become a correction', async ({
  page,
}) => {
  // By another employee: other tests count the sales of this one.
  const bought = await buy(PENDING_METER, 'hpln200000', await makeEmployee(running, { name: 'Lain Uji' }))
  await signInAsAdmin(page, running)
  await page.goto(`${running.stack.url('web')}/transaksi?trx=${bought}`)
  await drawer(page).getByRole('button', { name: 'Edit manual' }).click()
  await drawer(page).getByLabel('Catatan').fill('belum selesai ditulis')
  const { errors } = await running.graph(
    'mutation($id: ID!) { resolveTransaction(id: $id, resolution: FAILED, note: "di tempat lain") { id } }',
    { id: bought },
    await running.asAdmin(),
  )
  expect(errors).toBeUndefined()
  await expect(drawer(page).getByText('di tempat lain')).toBeVisible()
  await expect(drawer(page).getByRole('button', { name: 'Koreksi' })).toBeVisible()
  await expect(drawer(page).getByLabel('Catatan')).toHaveCount(0)
})

test('a sale with an unreadable token warns the employee, and the owner removes the review reason with a note', async ({
  page,
}) => {
  await signIn(page, running, await makeEmployee(running, { name: 'Tinjau Uji' }))
  await sellUnreadableToken(running, async () => {
    await enterTokenSale(page, REVIEW_METER)
    await payOf(page).click()
    await expect(page.getByRole('heading', { name: 'Pembelian berhasil' })).toBeVisible()
  })
  await expect(page.getByRole('status').filter({ hasText: 'tokennya belum terbaca' })).toContainText(
    'Jangan dijual ulang',
  )
  await expect(page.getByTestId('token')).toHaveCount(0)
  await page.screenshot({ path: screenshotPath('till-review'), fullPage: true })
  await page.goto(`${running.stack.url('web')}/riwayat`)
  await expect(page.getByText('Sedang ditinjau').first()).toBeVisible()
  await page
    .getByRole('button', { name: /^Rincian INV/ })
    .first()
    .click()
  await expect(drawer(page).getByText('tokennya belum terbaca')).toBeVisible()
  const review = drawer(page).getByRole('button', { name: 'Tandai sudah ditinjau' })
  await expect(review).toHaveCount(0)
  await clearSession(page)

  await signInAsAdmin(page, running)
  await page.goto(`${running.stack.url('web')}/transaksi?perhatian=ya&cari=${REVIEW_METER}`)
  await waitUntilIdle(page)
  const reason = 'Transaksi sudah dibayar, tetapi token dari biller tidak terbaca.'
  const list = page.getByRole('region', { name: 'Daftar transaksi' })
  await expect(list.getByText(`${reason} Minta token 20 angka ke biller`)).toBeVisible()
  await page.getByRole('button', { name: /^Rincian INV/ }).press('Enter')
  await expect(drawer(page).getByText(reason)).toBeVisible()
  await review.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Tandai sudah ditinjau?' })
  await expect(dialog.getByLabel('Catatan')).toBeFocused()
  await expect(dialog).toContainText('Statusnya tetap “Berhasil”')
  expect(await findSeriousViolations(page)).toEqual([])
  await page.screenshot({ path: screenshotPath('review-dialog') })
  // Escape closes the dialog and not the drawer below it.
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
  await expect(review).toBeFocused()
  await page.keyboard.press('Enter')
  await dialog.getByRole('button', { name: 'Tandai sudah ditinjau' }).press('Enter')
  await expect(dialog.getByText('Tulis catatan, paling sedikit 3 huruf')).toBeVisible()
  await dialog.getByLabel('Catatan').fill('token sudah diberikan')
  await dialog.getByRole('button', { name: 'Tandai sudah ditinjau' }).press('Enter')
  await expect(dialog).toBeHidden()
  await expect(drawer(page).getByText(reason)).toHaveCount(0)
  await expect(drawer(page).getByRole('heading', { name: 'Riwayat kejadian' })).toBeFocused()
  await expect(drawer(page).getByText('token sudah diberikan')).toBeVisible()
  await expect(drawer(page).getByText('Ditinjau', { exact: true })).toBeVisible()
  // The owner adds the token that the biller told.
  await drawer(page).getByRole('button', { name: 'Koreksi' }).click()
  await drawer(page).getByRole('radio', { name: 'Berhasil' }).check()
  await drawer(page).getByLabel('Catatan').fill('token dari biller')
  // A correction to a success needs the token.
  const token = drawer(page).getByLabel('Token (20 angka)', { exact: true })
  await drawer(page).getByRole('button', { name: 'Simpan' }).click()
  await expect(drawer(page).getByText('Token terdiri dari 20 angka')).toBeVisible()
  await expect(token).toBeFocused()
  await token.fill('1234 5678 9012 3456 7890')
  await drawer(page).getByRole('button', { name: 'Simpan' }).click()
  await expect(drawer(page).getByTestId('token')).toContainText('7890')
  await page.reload()
  await expect(drawer(page).getByText('token sudah diberikan')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByText('Tidak ada transaksi yang cocok.')).toBeVisible()
})
