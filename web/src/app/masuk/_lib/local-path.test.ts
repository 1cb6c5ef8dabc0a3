import { expect, test } from 'vitest'
import { localPath } from './local-path'

test.each(['/', '/jual', '/riwayat?cari=123&status=SUCCESS', '/jual?jenis=tagihan#isi', '/jual?ke=//evil.com'])(
  'after signing in the page goes on to %s',
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
])('%j leads to no other site, but to the first page', (text) => expect(localPath(text)).toBe('/'))

test.each(['/.//evil.com', '/jual/..//evil.com'])('%s is read as a path of our own', (path) =>
  expect(new URL(localPath(path), 'https://setrum.example/masuk').origin).toBe('https://setrum.example'),
)
