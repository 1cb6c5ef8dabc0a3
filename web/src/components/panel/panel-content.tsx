'use client'

import { Button, Skeleton } from '@mantine/core'
import { IconPlugConnectedX } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { type Failure, mayPass } from '@/lib/graph/failure'
import classes from './panel.module.css'
import { PartialNotice, RequestId, useFailureSentence } from './partial-notice'

interface PanelContentProps<Value> {
  /** The part of the answer that this panel is about; null or undefined when it is missing. */
  value: Value | null | undefined
  failure: Failure | null
  isFirstLoad: boolean
  onRetry: () => void
  /** Whether the value is there and has nothing in it. */
  isEmpty?: boolean
  empty?: ReactNode
  /** How much room the content will take. */
  skeletonHeight?: number
  children: (value: Value) => ReactNode
}

/** The four states of a panel: on its way, there (in full or in part), there and empty, not to be had. */
export function PanelContent<Value>(props: PanelContentProps<Value>) {
  const { value, failure, isFirstLoad, onRetry, isEmpty, empty, skeletonHeight = 160, children } = props
  if (isFirstLoad) return <Skeleton height={skeletonHeight} radius="md" aria-busy />
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

function Unavailable({ failure, onRetry }: { failure: Failure | null; onRetry: () => void }) {
  const t = useTranslations('panel')
  const sentence = useFailureSentence('unavailable')
  return (
    <div className={classes.state} role="status">
      <IconPlugConnectedX size={28} stroke={1.5} aria-hidden />
      <div>{failure ? sentence(failure) : t('missing')}</div>
      <RequestId failure={failure} />
      {(!failure || mayPass(failure)) && <div>{t('retrying')}</div>}
      <Button variant="default" onClick={onRetry}>
        {t('retry')}
      </Button>
    </div>
  )
}
