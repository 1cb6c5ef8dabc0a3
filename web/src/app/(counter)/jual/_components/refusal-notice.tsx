'use client'

import { Alert, Button } from '@mantine/core'
import { IconAlertCircle } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import type { Failure } from '@/lib/graph/failure'

interface RefusalNoticeProps {
  failure: Extract<Failure, { kind: 'refused' }>
  /** Buys although the same meter bought the same minutes ago. */
  onConfirm: () => void
}

/** Why nothing was bought, and what can be done about it. */
export function RefusalNotice({ failure, onConfirm }: RefusalNoticeProps) {
  const t = useTranslations('till')
  const isDuplicate = failure.code === 'DUPLICATE_SUSPECTED'
  return (
    <Alert color={isDuplicate ? 'yellow' : 'red'} icon={<IconAlertCircle />} role="alert" title={t('notBought')}>
      {failure.message}
      {isDuplicate && (
        <Button mt="sm" color="yellow" autoContrast onClick={onConfirm} display="block">
          {t('buyAnyway')}
        </Button>
      )}
    </Alert>
  )
}
