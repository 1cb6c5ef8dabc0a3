'use client'

import { Button, Menu } from '@mantine/core'
import { IconChevronDown, IconDownload } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { toast } from '@/components/toast/toasts'
import type { TransactionFilter } from '@/gen/graphql'
import { refreshSession } from '@/lib/session/browser-session'
import { EXPORT_FORMATS, type ExportFormat, exportFileName, exportLink } from '../_lib/export-file'

/** Downloads the matching transactions with `fetch`: a page cannot see the failure of a link's download. */
export function ExportButton({ filter }: { filter: TransactionFilter }) {
  const t = useTranslations('transactionsAdmin')
  const [isLoading, setLoading] = useState(false)
  async function download(format: ExportFormat) {
    setLoading(true)
    try {
      save(await fetchExport(exportLink(filter, format)), exportFileName(filter, format))
    } catch {
      void toast(t('exportFailed'), 'red')
    }
    setLoading(false)
  }
  return (
    <Button.Group>
      <Button
        variant="default"
        size="md"
        leftSection={<IconDownload size={18} />}
        loading={isLoading}
        onClick={() => void download('XLSX')}
      >
        {t('export')}
      </Button>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button variant="default" size="md" px="xs" aria-label={t('exportFormat')}>
            <IconChevronDown size={18} aria-hidden />
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {EXPORT_FORMATS.map((format) => (
            <Menu.Item key={format} onClick={() => void download(format)}>
              {t(`exportAs.${format}`)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </Button.Group>
  )
}

/** Renews an expired token and tries once more, as refresh-link.ts does for GraphQL. */
async function fetchExport(link: string): Promise<Blob> {
  let response = await fetch(link)
  if (response.status === 401 && (await refreshSession()).kind === 'renewed') response = await fetch(link)
  if (!response.ok) throw new Error(`the export failed with status ${response.status}`)
  return response.blob()
}

function save(file: Blob, fileName: string): void {
  const url = URL.createObjectURL(file)
  const link = document.createElement('a')
  link.href = url
  link.download = fileName
  link.click()
  URL.revokeObjectURL(url)
}
