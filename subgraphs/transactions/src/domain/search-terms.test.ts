import { describe, expect, test } from 'vitest'
import { readSearch, searchTermsOf } from './search-terms.js'

const SALE = {
  invoice: 'INV-1234567890123456',
  customerNumber: '14300098765',
  customer: {
    name: "SITI  NUR\tMA'RUF",
    meterNumber: '14300098765',
    subscriberId: '540012345678',
    tariff: null,
    powerVa: null,
  },
  token: '11112222333344445555',
  employeeId: 'siti',
}

const finds = (
  text: string,
  { sale = SALE, includesTokens = true, employeeId = null }: Partial<Scope> & { sale?: typeof SALE } = {},
) => {
  const terms = searchTermsOf(sale)
  const search = readSearch(text, { includesTokens, employeeId })
  return search.kind === 'WORDS'
    ? search.terms.length > 0 && search.terms.every((term) => terms.includes(term))
    : search.prefixes.some((prefix) => terms.some((term) => term.startsWith(prefix)))
}

type Scope = Parameters<typeof readSearch>[1]

describe('a search finds a sale', () => {
  test.each([
    ['its invoice', 'INV-1234567890123456'],
    ['its invoice without hyphen', 'inv1234567890123456'],
    ['the digits of its invoice', '1234567890123456'],
    ['the meter number', '14300098765'],
    ['the meter number with blanks and an invisible mark', '\u202a143 0009-8765\u202c'],
    ['the beginning of the meter number', '1430009876'],
    ['the last digits of the meter number', '8765'],
    ['the printed subscriber id', '5400 1234 5678'],
    ['the last digits of the subscriber id', '345678'],
    ['the last four digits of the token', '5555'],
    ['the name with single blanks', 'SITI NUR MARUF'],
    ['the second name', 'nur'],
    ['words in another order', 'Ma’ruf Siti'],
    ['the beginning of a word', 'mar'],
    ['the beginnings of two words', 'nur mar'],
    ['a word and its own beginning', 'siti sit'],
    ['a word that is still being typed', 'siti n'],
  ])('by %s', (_name, text) => {
    expect(finds(text)).toBe(true)
    expect(finds(text, { employeeId: 'siti' })).toBe(true)
  })

  test('by words in the sales of its employee only', () => {
    expect(finds('aminah', { employeeId: 'budi' })).toBe(false)
    expect(finds('nur', { employeeId: 'budi' })).toBe(false)
    expect(finds('siti nur', { employeeId: 'budi' })).toBe(false)
  })

  test('not by one of two words, the middle of a word or a number, another number, or no word at all', () => {
    for (const text of ['SITI BUDI', 'SITA NURI', 'ITI', '0009876', '876', 'INV-1234', '98765432', '.*', '(', '']) {
      expect(finds(text), text).toBe(false)
    }
  })

  test('by the digits of its token only where tokens are included', () => {
    expect(finds('5555', { includesTokens: false })).toBe(false)
    expect(finds('t:5555', { includesTokens: false })).toBe(false)
  })

  test('by a word of one or two letters as it stands', () => {
    const sale = { ...SALE, customer: { ...SALE.customer, name: 'PT LI' } }
    expect(finds('pt li', { sale })).toBe(true)
    expect(finds('l', { sale })).toBe(false)
  })
})

test('a name of any length has a bounded number of terms', () => {
  const name = `${'X'.repeat(1_000_000)} ${Array.from({ length: 1_000 }, (_, index) => `WORD${index}`).join(' ')}`
  expect(searchTermsOf({ ...SALE, customer: { ...SALE.customer, name } }).length).toBeLessThan(101)
})
