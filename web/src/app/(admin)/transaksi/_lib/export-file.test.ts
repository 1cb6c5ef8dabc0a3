import { expect, test } from 'vitest'
import { exportFileName, exportLink } from './export-file'

test('the name of the file says its period', () => {
  const nameOf = (filter: Parameters<typeof exportFileName>[0]) => exportFileName(filter, 'CSV_INDONESIAN')
  expect(nameOf({ from: '2026-11-01', to: '2026-11-30' })).toBe('transaksi 2026-11-01 sampai 2026-11-30.csv')
  expect(nameOf({ from: '2026-11-30', to: '2026-11-30' })).toBe('transaksi 2026-11-30.csv')
  expect(nameOf({ from: '2026-11-01' })).toBe('transaksi sejak 2026-11-01.csv')
  expect(nameOf({ to: '2026-11-30' })).toBe('transaksi sampai 2026-11-30.csv')
  expect(nameOf({ status: ['FAILED'] })).toBe('transaksi semua tanggal.csv')
  expect(exportFileName({ to: '2026-11-30' }, 'XLSX')).toBe('transaksi sampai 2026-11-30.xlsx')
})

test('the link carries the whole filter and the chosen form', () => {
  const filter = { status: ['FAILED', 'SUCCESS'], search: 'SITI' } as const
  expect(exportLink({ ...filter, status: [...filter.status] }, 'CSV_INDONESIAN')).toBe(
    '/exports/transactions.csv?format=INDONESIAN&status=FAILED&status=SUCCESS&search=SITI',
  )
  expect(exportLink({ search: 'SITI' }, 'XLSX')).toBe('/exports/transactions.xlsx?search=SITI')
  expect(exportLink({}, 'XLSX')).toBe('/exports/transactions.xlsx')
})
