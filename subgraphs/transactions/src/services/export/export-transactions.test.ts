import { expect, test } from 'vitest'
import { asText } from './export-transactions.js'

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
