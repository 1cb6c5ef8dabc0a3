import { expect, test } from 'vitest'
import { localPath } from './local-path'

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
