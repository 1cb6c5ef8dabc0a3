import { Alert } from '@mantine/core'
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { LocaleSwitch } from '@/components/locale-switch'
import { SchemeSwitch } from '@/components/scheme-switch'
import { Wordmark } from '@/components/wordmark'
import { keyOf, localPath, SIGN_OUT_REASONS, URL_KEYS } from '@/lib/urls'
import { SignInForm } from './_components/sign-in-form'
import classes from './sign-in.module.css'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('signIn'))('title') }
}

export default async function SignInPage({ searchParams }: { searchParams: Promise<Record<string, unknown>> }) {
  const params = await searchParams
  const reason = keyOf(SIGN_OUT_REASONS, params[URL_KEYS.signOutReason])
  const t = await getTranslations('signIn')
  return (
    <main className={classes.page}>
      <div className={classes.card}>
        <Wordmark />
        <h1 className={classes.title}>{t('heading')}</h1>
        {reason && (
          <Alert color="yellow" mb="md" role="status">
            {t(`reason.${reason}`)}
          </Alert>
        )}
        <SignInForm target={localPath(params[URL_KEYS.returnTo])} />
      </div>
      <footer className={classes.footer}>
        <LocaleSwitch />
        <SchemeSwitch />
      </footer>
    </main>
  )
}
