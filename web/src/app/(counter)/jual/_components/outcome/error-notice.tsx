'use client'

import { Alert, Button } from '@mantine/core'
import { IconAlertCircle } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import { useEffect, useRef } from 'react'
import type { ApiError } from '../../_lib/use-purchase'

interface ErrorNoticeProps {
  apiError: ApiError
  /** Buys in spite of a suspected duplicate. A second payment of a bill cannot be confirmed. */
  onConfirm?: () => void
}

/** Why nothing was bought, and the possible next step. */
export function ErrorNotice({ apiError, onConfirm }: ErrorNoticeProps) {
  const t = useTranslations('till')
  const notice = useRef<HTMLDivElement>(null)
  // Focus the notice, not a button: one Enter too many must not repeat the purchase.
  // biome-ignore lint/correctness/useExhaustiveDependencies: each new error takes the focus
  useEffect(() => notice.current?.focus(), [apiError])
  const isDuplicate = apiError.code === 'DUPLICATE_SUSPECTED'
  return (
    <Alert
      ref={notice}
      tabIndex={-1}
      color={isDuplicate ? 'yellow' : 'red'}
      icon={<IconAlertCircle />}
      role="alert"
      title={t(isDuplicate && !onConfirm ? 'notPaidAgain' : 'notBought')}
    >
      {apiError.message}
      {isDuplicate && onConfirm && (
        <Button mt="sm" color="yellow" autoContrast onClick={onConfirm} display="block">
          {t('buyAnyway')}
        </Button>
      )}
    </Alert>
  )
}
