'use client'

import { Button } from '@mantine/core'
import { IconAlertCircle, IconPlugConnectedX } from '@tabler/icons-react'
import { useFormatter, useTranslations } from 'next-intl'
import { type Failure, isRefusal, requestIdOf } from '@/lib/graph/failure'
import classes from './panel.module.css'

/** One line about unavailable data, above the data that is available. */
export function PartialNotice({ failure, onRetry }: { failure: Failure | null; onRetry?: () => void }) {
  const t = useTranslations('panel')
  const messageOf = useFailureMessage('partial')
  if (!failure) return null
  const Icon = failureIcon(failure)
  return (
    <div className={classes.notice} role="status">
      <Icon size={18} aria-hidden />
      <span>{messageOf(failure)}</span>
      <RequestId failure={failure} />
      {onRetry && !isRefusal(failure) && (
        <Button variant="subtle" size="compact-sm" c="inherit" td="underline" onClick={onRetry}>
          {t('retry')}
        </Button>
      )}
    </div>
  )
}

/** A plug where a part of the system is missing; other errors are about the request. */
export function failureIcon(failure: Failure | null) {
  return failure?.kind === 'error' && !failure.services?.length ? IconAlertCircle : IconPlugConnectedX
}

/** Returns a function that describes a failure in the user's language. */
export function useFailureMessage(messageKey: 'partial' | 'unavailable'): (failure: Failure) => string {
  const t = useTranslations('panel')
  const format = useFormatter()
  return (failure) => {
    if (failure.kind === 'unreachable') return t('unreachable')
    const { services = [] } = failure
    const names = format.list(services.map((service) => t(`service.${service}`)))
    const missing = services.length > 0 && t(messageKey, { services: names })
    return [failure.kind === 'error' && failure.message, missing].filter(Boolean).join(' ')
  }
}

/** The id of a request with an internal error, to quote in a report. */
export function RequestId({ failure }: { failure: Failure | null }) {
  const t = useTranslations('panel')
  const id = failure && requestIdOf(failure)
  if (!id) return null
  return (
    <small className={classes.requestId}>
      {t('requestId')} {id}
    </small>
  )
}
