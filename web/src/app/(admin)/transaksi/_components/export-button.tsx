'use client'

import { Button } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { toast } from '@/components/toast/toasts'
import type { TransactionFilter } from '@/gen/graphql'
import { refreshSession } from '@/lib/session/browser-session'

/** Downloads the matching transactions with `fetch`: a page cannot see the failure of a link's download. */
export function ExportButton({ filter }: { filter: TransactionFilter }) {
  const t = useTranslations('transactionsAdmin')
  const [isLoading, setLoading] = useState(false)
  async function download() {
    setLoading(true)
    try {
      save(await fetchExport(exportLink(filter)))
    } catch {
      void toast(t('exportFailed'), 'red')
    }
    setLoading(false)
  }
  return (
    <Button
      variant="default"
      size="md"
      leftSection={<IconDownload size={18} />}
      loading={isLoading}
      onClick={() => void download()}
    >
      {t('export')}
    </Button>
  )
}

/** The download of all matching transactions, not only of the shown page. */
function exportLink(filter: TransactionFilter): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(filter)) {
    for (const item of Array.isArray(value) ? value : [value]) query.append(name, String(item))
  }
  return `/exports/transactions.csv?${query}`
}

/** Renews an expired token and tries once more, as refresh-link.ts does for GraphQL. */
async function fetchExport(link: string): Promise<Blob> {
  let response = await fetch(link)
  if (response.status === 401 && (await refreshSession()).kind === 'renewed') response = await fetch(link)
  if (!response.ok) throw new Error(`the export failed with status ${response.status}`)
  return response.blob()
}

function save(csv: Blob): void {
  const url = URL.createObjectURL(csv)
  const link = document.createElement('a')
  link.href = url
  link.download = 'transaksi.csv'
  link.click()
  URL.revokeObjectURL(url)
}
