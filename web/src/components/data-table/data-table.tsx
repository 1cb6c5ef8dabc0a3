'use client'

import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import sticky from '../row-actions.module.css'
import classes from './data-table.module.css'

export interface Column<Row> {
  title: string
  render: (row: Row) => ReactNode
  /** Right-aligned. */
  isNumber?: boolean
  /** The heading of the row's card on phones. */
  isMain?: boolean
}

interface DataTableProps<Row> {
  label: string
  rows: readonly Row[]
  columns: readonly Column<Row>[]
  keyOf: (row: Row) => string
  onOpen: (row: Row) => void
  openLabel: (row: Row) => string
}

/** A table; on phones a card for each row. */
export function DataTable<Row>({ label, rows, columns, keyOf, onOpen, openLabel }: DataTableProps<Row>) {
  const t = useTranslations('dataTable')
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable area must be reachable by keyboard
    <section className={classes.scroll} tabIndex={0} aria-label={label}>
      <table className={classes.table}>
        <thead>
          <tr>
            {columns.map(({ title, isNumber }) => (
              <th key={title} scope="col" data-number={isNumber}>
                {title}
              </th>
            ))}
            <th scope="col" className={sticky.rowActions}>
              <span className="visually-hidden">{t('actions')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)} onClick={() => onOpen(row)}>
              {columns.map(({ title, render, isNumber, isMain }) => (
                <td key={title} data-number={isNumber} data-main={isMain} data-title={title}>
                  {render(row)}
                </td>
              ))}
              <td className={sticky.rowActions}>
                <button type="button" className={classes.open} aria-label={openLabel(row)}>
                  {t('open')}
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
