'use client'

import { Button } from '@mantine/core'
import { useTranslations } from 'next-intl'
import classes from './error.module.css'

/** Replaces a page that failed to render. The user can try again without losing the session. */
export default function ErrorPage({ reset }: { reset: () => void }) {
  const t = useTranslations('errorPage')
  const panel = useTranslations('panel')
  return (
    <div className={classes.page}>
      <h1>{t('title')}</h1>
      <p>{t('text')}</p>
      <Button onClick={reset}>{panel('retry')}</Button>
    </div>
  )
}
