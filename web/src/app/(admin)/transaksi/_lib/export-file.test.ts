import { expect, test } from 'vitest'
import { exportFileName, exportLink } from './export-file'

test('the name of the file says its period', () => {
  expect(exportFileName({ from: '2026-11-01', to: '2026-11-30' })).toBe('transaksi 2026-11-01 sampai 2026-11-30.csv')
  expect(exportFileName({ from: '2026-11-30', to: '2026-11-30' })).toBe('transaksi 2026-11-30.csv')
  expect(exportFileName({ from: '2026-11-01' })).toBe('transaksi sejak 2026-11-01.csv')
  expect(exportFileName({ to: '2026-11-30' })).toBe('transaksi sampai 2026-11-30.csv')
  expect(exportFileName({ status: ['FAILED'] })).toBe('transaksi semua tanggal.csv')
})

test('the link carries the whole filter and the chosen form', () => {
  expect(exportLink({ status: ['FAILED', 'SUCCESS'], search: 'SITI' }, 'INDONESIAN')).toBe(
    '/exports/transactions.csv?format=INDONESIAN&status=FAILED&status=SUCCESS&search=SITI',
  )
})
