import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { LocaleSwitch } from '@/components/locale-switch'
import { SchemeSwitch } from '@/components/scheme-switch'
import { Wordmark } from '@/components/wordmark'
import { SignInForm } from './_components/sign-in-form'
import { readReason, SignInReason } from './_components/sign-in-reason'
import { localPath } from './_lib/local-path'
import classes from './sign-in.module.css'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('signIn'))('title') }
}

export default async function SignInPage({ searchParams }: { searchParams: Promise<Record<string, unknown>> }) {
  const { ke, alasan } = await searchParams
  const t = await getTranslations('signIn')
  return (
    <main className={classes.page}>
      <div className={classes.card}>
        <Wordmark />
        <h1 className={classes.title}>{t('heading')}</h1>
        <SignInReason reason={readReason(alasan)} />
        <SignInForm target={localPath(ke)} />
      </div>
      <footer className={classes.footer}>
        <LocaleSwitch />
        <SchemeSwitch />
      </footer>
    </main>
  )
}
