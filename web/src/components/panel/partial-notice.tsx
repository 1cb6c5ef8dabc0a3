'use client'

import { Button } from '@mantine/core'
import { IconPlugConnectedX } from '@tabler/icons-react'
import Link from 'next/link'
import { useFormatter, useTranslations } from 'next-intl'
import { type Failure, requestIdOf } from '@/lib/graph/failure'
import { useSession } from '@/lib/session/session-context'
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
      <RequestId failure={failure} />
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
    const { parts = [] } = failure
    const missing = parts.length > 0 && t(partsKey, { parts: format.list(parts.map((part) => t(`part.${part}`))) })
    return [failure.kind === 'refused' && failure.message, missing].filter(Boolean).join(' ')
  }
}

/** The name of a request that failed through a fault of ours, to be quoted; the owner can look at what it did. */
export function RequestId({ failure }: { failure: Failure | null }) {
  const t = useTranslations('panel')
  const { role } = useSession()
  const id = failure && requestIdOf(failure)
  if (!id) return null
  return (
    <small className={classes.requestId}>
      {t('requestId')} {role === 'ADMIN' ? <Link href={`/jejak/${id}`}>{id}</Link> : id}
    </small>
  )
}
