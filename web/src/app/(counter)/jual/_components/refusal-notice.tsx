'use client'

import { Alert, Button } from '@mantine/core'
import { IconAlertCircle } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import { useEffect, useRef } from 'react'
import type { Refusal } from '../_lib/use-purchase'

interface RefusalNoticeProps {
  refusal: Refusal
  /** Buys although the same meter bought the same minutes ago; a bill that is being paid has no such way. */
  onConfirm?: () => void
}

/** Why nothing was bought, and what can be done about it. */
export function RefusalNotice({ refusal, onConfirm }: RefusalNoticeProps) {
  const t = useTranslations('till')
  const notice = useRef<HTMLDivElement>(null)
  // Not on a button: an Enter too many must not buy what has just been refused.
  // biome-ignore lint/correctness/useExhaustiveDependencies: each refusal is to be read, the next one too
  useEffect(() => notice.current?.focus(), [refusal])
  const isDuplicate = refusal.code === 'DUPLICATE_SUSPECTED'
  return (
    <Alert
      ref={notice}
      tabIndex={-1}
      color={isDuplicate ? 'yellow' : 'red'}
      icon={<IconAlertCircle />}
      role="alert"
      title={t(isDuplicate && !onConfirm ? 'beingPaid' : 'notBought')}
    >
      {refusal.message}
      {isDuplicate && onConfirm && (
        <Button mt="sm" color="yellow" autoContrast onClick={onConfirm} display="block">
          {t('buyAnyway')}
        </Button>
      )}
    </Alert>
  )
}
