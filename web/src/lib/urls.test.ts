import { expect, test } from 'vitest'
import { keyOf, linkTo, localPath, PATHS, SIGN_OUT_REASONS, URL_KEYS } from './urls'

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

test.each(['/', '/jual', '/riwayat?cari=123&status=SUCCESS', '/jual?jenis=tagihan#isi', '/jual?ke=//evil.com'])(
  'after sign-in the page %s opens',
  (path) => expect(localPath(path)).toBe(path),
)

test.each([
  '//evil.com',
  '/\\evil.com',
  '/\t/evil.com',
  '/\n/evil.com',
  '\t//evil.com',
  '/\t\\evil.com',
  'https://evil.com/',
  'http://home.invalid/jual',
  'javascript:alert(1)',
  '//[',
  '',
  undefined,
  ['/jual', '/riwayat'],
])('after sign-in with the return address %j the start page opens, not another site', (text) =>
  expect(localPath(text)).toBe('/'),
)

test.each(['/.//evil.com', '/jual/..//evil.com'])('%s is read as a path of this app', (path) =>
  expect(new URL(localPath(path), 'https://setrum.example/masuk').origin).toBe('https://setrum.example'),
)
