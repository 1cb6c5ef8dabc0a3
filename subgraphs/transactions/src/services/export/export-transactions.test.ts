import { stringify } from 'csv-stringify/sync'
import { expect, test } from 'vitest'
import { asText, csvOptions } from './export-transactions.js'

test.each([
  ['an equals sign', '=1+1'],
  ['a blank before it', ' =1+1'],
  ['a no-break blank before it', '\u00a0=1+1'],
  ['NUL before it', '\u0000=1+1'],
  ['NUL', '\u0000SITI'],
  ['a zero width blank', '\u200b=1+1'],
  ['a full-width equals sign', '\uff1d1+1'],
  ['a full-width plus sign', '\uff0b1'],
  ['a full-width at sign', '\uff20SUM(A1)'],
  ['a direction override', '\u202eHTIMS'],
  ['a soft hyphen', '\u00ad=1+1'],
  ['a tab', '\tSITI'],
  ['a pipe', '|cmd'],
])('text that begins with %s cannot run in a spreadsheet', (_, text) => expect(asText(text)).toBe(`'${text}`))

test.each(['SITI AMINAH', " Ma'ruf", 'A=B', 'PT \u00c9LAN', ''])('the text "%s" stays as it is', (text) =>
  expect(asText(text)).toBe(text),
)

const row = ['INV-1', 33.4, 21_500, null]

test('the Indonesian form has semicolons, a decimal comma and headings for a reader', () => {
  const [header, line] = stringify([row], { ...csvOptions('INDONESIAN'), header: true }).split('\n')
  expect(header).toMatch(/^"Invoice";"Waktu";"Jenis";"Kode produk";"Nomor pelanggan";"Nama pelanggan";/)
  expect(line).toMatch(/^"INV-1";33,4;21500;/)
})

test('the international form keeps commas, decimal points and the names of the columns', () => {
  const [header, line] = stringify([row], { ...csvOptions('INTERNATIONAL'), header: true }).split('\n')
  expect(header).toMatch(/^"invoice","waktu","jenis","produk","nomor_pelanggan",/)
  expect(line).toMatch(/^"INV-1",33.4,21500,/)
})
