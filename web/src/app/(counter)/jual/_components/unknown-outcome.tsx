'use client'

import { Button, Loader } from '@mantine/core'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import classes from './till.module.css'

/** No answer came. It may have been bought, so nothing here sells it again. */
export function UnknownOutcome({ number }: { number: string }) {
  const t = useTranslations('till.unknown')
  return (
    <section className={`${classes.card} ${classes.outcome}`} role="status">
      <div className={classes.outcomeHead}>
        <h2 className={classes.outcomeTitle}>{t('title')}</h2>
        <Loader size="sm" aria-hidden />
      </div>
      <p>{t('text', { number })}</p>
      <p className={classes.hint}>{t('again')}</p>
      <div className={classes.actions}>
        <Button component={Link} href={`/riwayat?cari=${number}`} variant="default" size="md">
          {t('history')}
        </Button>
      </div>
    </section>
  )
}
