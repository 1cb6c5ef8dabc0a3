'use client'

import { Button } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { TransactionFilter } from '@/gen/graphql'
import { refreshSession } from '@/lib/session/browser-session'
import { toast } from '@/lib/toast'
import { exportLink } from '../_lib/export-link'

/**
 * Downloads what the filter lets through. The page asks by itself: of a download that the browser makes it would never
 * learn that it was refused.
 */
export function ExportButton({ filter }: { filter: TransactionFilter }) {
  const t = useTranslations('transactionsAdmin')
  const [isLoading, setLoading] = useState(false)
  async function download() {
    setLoading(true)
    try {
      save(await ask(exportLink(filter)))
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

/** As for every other question, a token that no longer holds is renewed and it is asked once more. */
async function ask(link: string): Promise<Blob> {
  let answer = await fetch(link)
  if (answer.status === 401 && (await refreshSession()).kind === 'renewed') answer = await fetch(link)
  if (!answer.ok) throw new Error(`the export was answered with ${answer.status}`)
  return answer.blob()
}

function save(csv: Blob): void {
  const url = URL.createObjectURL(csv)
  const link = document.createElement('a')
  link.href = url
  link.download = 'transaksi.csv'
  link.click()
  URL.revokeObjectURL(url)
}
