import { strFromU8, unzipSync } from 'fflate'
import { expect, test } from 'vitest'
import { type Cell, type Column, xlsxOf } from './xlsx.js'

const COLUMNS: Column[] = ['Nomor', 'Nama', 'Harga', 'Waktu'].map((heading) => ({ heading, width: 20 }))

async function* listed(rows: readonly Cell[][]) {
  yield* rows
}

async function partsOf(rows: AsyncIterable<Cell[]>): Promise<Record<string, string>> {
  const chunks: Uint8Array[] = []
  for await (const chunk of xlsxOf('Transaksi', COLUMNS, rows)) chunks.push(chunk)
  return Object.fromEntries(
    Object.entries(unzipSync(new Uint8Array(Buffer.concat(chunks)))).map(([path, part]) => [path, strFromU8(part)]),
  )
}

const sheetOf = async (rows: readonly Cell[][]) => (await partsOf(listed(rows)))['xl/worksheets/sheet1.xml'] ?? ''

test('numbers of customers and texts like formulas are text, without an apostrophe', async () => {
  const sheet = await sheetOf([['01430000042', '=1+1', 21_500, new Date('2026-11-30T08:30:00Z')]])
  const text = (value: string) => `<c s="0" t="inlineStr"><is><t xml:space="preserve">${value}</t></is></c>`
  expect(sheet).toContain(
    `<row r="2">${text('01430000042')}${text('=1+1')}<c s="0"><v>21500</v></c><c s="2"><v>46356.354166666664</v></c></row>`,
  )
})

test('the first row has the headings, in bold', async () => {
  const sheet = await sheetOf([])
  expect(sheet).toContain('<row r="1"><c s="1" t="inlineStr"><is><t xml:space="preserve">Nomor</t></is></c>')
})

test('names with characters of XML, and with those that XML cannot have, give a readable sheet', async () => {
  const sheet = await sheetOf([['1', `<b> & "A'B"\u0000\u001f\ud800 \u{1f4a1}`, null, null]])
  expect(sheet).toContain(`>&lt;b&gt; &amp; &quot;A'B&quot; \u{1f4a1}</t></is></c><c/><c/></row>`)
})

test('rows beyond the last row of a sheet go to the next one', { timeout: 120_000 }, async () => {
  async function* many() {
    for (let index = 0; index < 1_048_576; index += 1) yield [index]
  }
  const parts = await partsOf(many())
  expect(parts['xl/worksheets/sheet1.xml']).toContain('<row r="1048576"><c s="0"><v>1048574</v></c></row>')
  expect(parts['xl/worksheets/sheet2.xml']).toContain('<row r="2"><c s="0"><v>1048575</v></c></row></sheetData>')
  expect(parts['xl/workbook.xml']).toContain('<sheet name="Transaksi 2" sheetId="2" r:id="rId2"/>')
})

test('rows are read as the file is read', async () => {
  let read = 0
  async function* many() {
    for (;;) {
      read += 1
      yield [read]
    }
  }
  const file = xlsxOf('Transaksi', COLUMNS, many())
  for (let piece = 0; piece < 20; piece += 1) await file.next()
  await file.return(undefined)
  expect(read).toBeGreaterThan(100)
  expect(read).toBeLessThan(100_000)
})
