'use client'

import { Button, Loader } from '@mantine/core'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { useEffect, useRef } from 'react'
import { linkTo, PATHS } from '@/lib/urls'
import classes from '../till.module.css'

interface UnknownOutcomeProps {
  number: string
  onServeAnother: () => void
}

/** A purchase without a response. It may have been made, so nothing here repeats it under a new key. */
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
        <Button component={Link} href={linkTo(PATHS.history, { search: number })} variant="default" size="md">
          {t('history')}
        </Button>
        <Button variant="default" size="md" onClick={onServeAnother}>
          {t('serveAnother')}
        </Button>
      </div>
    </section>
  )
}
