import { expect, test } from 'vitest'
import { transliterate } from './transliterate'

test.each([
  ['Ma\u2019ruf', "Ma'ruf"],
  ['Ma\u02bcruf', "Ma'ruf"],
  ['\u201cToko\u201d Jaya \u2013 Cabang\u2026', '"Toko" Jaya - Cabang...'],
  ['Ren\u00e9 \u0130brahim \u015eahin', 'Rene Ibrahim Sahin'],
  ['\u0141ukasz S\u00f8rensen', 'Lukasz Sorensen'],
  ['Rp\u00a051.500', 'Rp 51.500'],
  ['\u202aSITI\u202c\u200b AMINAH', 'SITI AMINAH'],
  ['\ufb01rma \uff21', 'firma A'],
])('"%s" is printed as "%s"', (text, printed) => expect(transliterate(text)).toBe(printed))
