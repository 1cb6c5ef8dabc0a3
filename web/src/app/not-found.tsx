import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import classes from './error.module.css'

export default async function NotFound() {
  const t = await getTranslations('notFound')
  return (
    <main className={classes.page}>
      <h1>{t('title')}</h1>
      <Link href="/">{t('home')}</Link>
    </main>
  )
}
