import type { TransactionFilter } from '@/gen/graphql'

/** INDONESIAN is for Excel with Indonesian settings, INTERNATIONAL for programs. */
export type ExportFormat = 'INDONESIAN' | 'INTERNATIONAL'

/** The download of all matching transactions, not only of the shown page. */
export function exportLink(filter: TransactionFilter, format: ExportFormat): string {
  const query = new URLSearchParams({ format })
  for (const [name, value] of Object.entries(filter)) {
    for (const item of Array.isArray(value) ? value : [value]) query.append(name, String(item))
  }
  return `/exports/transactions.csv?${query}`
}

/** The name of the file, with the period of the filter. */
export function exportFileName({ from, to }: TransactionFilter): string {
  if (from && to) return from === to ? `transaksi ${from}.csv` : `transaksi ${from} sampai ${to}.csv`
  if (from) return `transaksi sejak ${from}.csv`
  return to ? `transaksi sampai ${to}.csv` : 'transaksi semua tanggal.csv'
}
