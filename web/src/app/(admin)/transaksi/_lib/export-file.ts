import type { TransactionFilter } from '@/gen/graphql'

/** CSV_INDONESIAN is for Excel with Indonesian settings, CSV_INTERNATIONAL for programs. */
export const EXPORT_FORMATS = ['XLSX', 'CSV_INDONESIAN', 'CSV_INTERNATIONAL'] as const
export type ExportFormat = (typeof EXPORT_FORMATS)[number]

/** The download of all matching transactions, not only of the shown page. */
export function exportLink(filter: TransactionFilter, format: ExportFormat): string {
  const query = new URLSearchParams(format === 'XLSX' ? {} : { format: format.slice('CSV_'.length) })
  for (const [name, value] of Object.entries(filter)) {
    for (const item of Array.isArray(value) ? value : [value]) query.append(name, String(item))
  }
  const path = `/exports/transactions.${extensionOf(format)}`
  return query.size > 0 ? `${path}?${query}` : path
}

/** The name of the file, with the period of the filter. */
export function exportFileName(filter: TransactionFilter, format: ExportFormat): string {
  return `transaksi ${periodOf(filter)}.${extensionOf(format)}`
}

function periodOf({ from, to }: TransactionFilter): string {
  if (from && to) return from === to ? from : `${from} sampai ${to}`
  if (from) return `sejak ${from}`
  return to ? `sampai ${to}` : 'semua tanggal'
}

const extensionOf = (format: ExportFormat) => (format === 'XLSX' ? 'xlsx' : 'csv')
