'use client'

import { Button } from '@mantine/core'
import { IconPlugConnectedX } from '@tabler/icons-react'
import { useFormatter, useTranslations } from 'next-intl'
import type { Failure } from '@/lib/graph/failure'
import classes from './panel.module.css'

/** Says in one line what is missing while the rest is shown. */
export function PartialNotice({ failure, onRetry }: { failure: Failure | null; onRetry?: () => void }) {
  const t = useTranslations('panel')
  const sentence = useFailureSentence('partial')
  if (!failure) return null
  return (
    <div className={classes.notice} role="status">
      <IconPlugConnectedX size={18} aria-hidden />
      <span>{sentence(failure)}</span>
      {onRetry && (
        <Button variant="subtle" size="compact-sm" c="inherit" td="underline" onClick={onRetry}>
          {t('retry')}
        </Button>
      )}
    </div>
  )
}

/** What a failure means, as a sentence in the reader's language. */
export function useFailureSentence(partsKey: 'partial' | 'unavailable'): (failure: Failure) => string {
  const t = useTranslations('panel')
  const format = useFormatter()
  return (failure) => {
    if (failure.kind === 'unreachable') return t('unreachable')
    if (failure.kind === 'refused') return failure.message
    return t(partsKey, { parts: format.list(failure.parts.map((part) => t(`part.${part}`))) })
  }
}
