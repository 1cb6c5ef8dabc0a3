'use client'

import { Button, Skeleton } from '@mantine/core'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { type Failure, isRefusal, isRetryable } from '@/lib/graph/failure'
import classes from './panel.module.css'
import { failureIcon, PartialNotice, RequestId, useFailureMessage } from './partial-notice'

interface PanelContentProps<Value> {
  /** The panel's part of the result; null or undefined when it is unavailable. */
  value: Value | null | undefined
  failure: Failure | null
  isFirstLoad: boolean
  onRetry: () => void
  /** The value is available and empty. */
  isEmpty?: boolean
  empty?: ReactNode
  /** The expected height of the content, in px. */
  skeletonHeight?: number
  children: (value: Value) => ReactNode
}

/** The states of a panel: loading, complete or partial, empty, unavailable. */
export function PanelContent<Value>(props: PanelContentProps<Value>) {
  const { value, failure, isFirstLoad, onRetry, isEmpty, empty, skeletonHeight = 160, children } = props
  if (isFirstLoad) return <Loading heightPx={skeletonHeight} />
  if (value == null) return <Unavailable failure={failure} onRetry={onRetry} />
  return (
    <>
      {failure && (
        <div className={classes.above}>
          <PartialNotice failure={failure} onRetry={onRetry} />
        </div>
      )}
      {isEmpty ? <div className={classes.state}>{empty}</div> : children(value)}
    </>
  )
}

const SKELETON_ROW_PX = 40

/** Lines in place of the content. */
function Loading({ heightPx }: { heightPx: number }) {
  const rows = Array.from({ length: Math.max(1, Math.round(heightPx / SKELETON_ROW_PX)) }, (_, index) => index)
  return (
    <div className={classes.skeleton} style={{ height: heightPx }} aria-busy>
      {rows.map((row) => (
        <Skeleton key={row} height={16} width={row % 3 === 2 ? '55%' : '90%'} radius="sm" />
      ))}
    </div>
  )
}

function Unavailable({ failure, onRetry }: { failure: Failure | null; onRetry: () => void }) {
  const t = useTranslations('panel')
  const messageOf = useFailureMessage('unavailable')
  const Icon = failureIcon(failure)
  return (
    <div className={classes.state} role="status">
      <Icon size={28} stroke={1.5} aria-hidden />
      <div>{failure ? messageOf(failure) : t('missing')}</div>
      <RequestId failure={failure} />
      {(!failure || isRetryable(failure)) && <div>{t('retrying')}</div>}
      {!isRefusal(failure) && (
        <Button variant="default" onClick={onRetry}>
          {t('retry')}
        </Button>
      )}
    </div>
  )
}
