'use client'

import { Button, Loader } from '@mantine/core'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { useEffect, useRef } from 'react'
import classes from './till.module.css'

interface UnknownOutcomeProps {
  number: string
  onServeAnother: () => void
}

/** No answer came. It may have been bought, so nothing here sells it again. */
export function UnknownOutcome({ number, onServeAnother }: UnknownOutcomeProps) {
  const t = useTranslations('till.unknown')
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  return (
    <section className={`${classes.card} ${classes.outcome}`} role="status">
      <div className={classes.outcomeHead}>
        <h2 className={classes.outcomeTitle} ref={heading} tabIndex={-1}>
          {t('title')}
        </h2>
        <Loader size="sm" aria-hidden />
      </div>
      <p>{t('text', { number })}</p>
      <p className={classes.hint}>{t('again')}</p>
      <div className={classes.actions}>
        <Button component={Link} href={`/riwayat?cari=${number}`} variant="default" size="md">
          {t('history')}
        </Button>
        <Button variant="default" size="md" onClick={onServeAnother}>
          {t('serveAnother')}
        </Button>
      </div>
    </section>
  )
}
