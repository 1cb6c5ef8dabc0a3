import { expect, test } from 'vitest'
import { keyOf } from './url-parsers'
import { linkTo, PATHS, SIGN_OUT_REASONS, URL_KEYS } from './urls'

test('a link has the Indonesian names, in the given order, without empty values', () => {
  expect(linkTo(PATHS.history, { search: '14 0', type: null, page: '', status: 'FAILED' })).toBe(
    '/riwayat?cari=14+0&status=FAILED',
  )
  expect(linkTo(PATHS.sell, {})).toBe('/jual')
})

test('no two parameters of one page have the same name', () => {
  // The sell page's tab and the lists' product type are on different pages.
  const { saleTab: _saleTab, ...others } = URL_KEYS
  const names = Object.values(others)
  expect(new Set(names).size).toBe(names.length)
})

test.each([undefined, '', 'sessionEnded', 'toString', ['berakhir']])('%j is no known value', (text) => {
  expect(keyOf(SIGN_OUT_REASONS, text)).toBeNull()
})
