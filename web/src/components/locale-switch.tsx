'use client'

import { NativeSelect } from '@mantine/core'
import { useRouter } from 'next/navigation'
import { useLocale, useTranslations } from 'next-intl'
import { useTransition } from 'react'
import { LOCALE_COOKIE, readLocale } from '@/i18n/locale'

const ONE_YEAR_S = 365 * 24 * 60 * 60

export function LocaleSwitch() {
  const t = useTranslations('preferences')
  const router = useRouter()
  const [isPending, start] = useTransition()

  function choose(locale: string) {
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in Firefox and on plain HTTP
    document.cookie = `${LOCALE_COOKIE}=${readLocale(locale)}; path=/; max-age=${ONE_YEAR_S}; samesite=lax`
    start(() => router.refresh())
  }

  return (
    <NativeSelect
      aria-label={t('language')}
      value={useLocale()}
      disabled={isPending}
      onChange={(event) => choose(event.currentTarget.value)}
      data={[
        { value: 'id', label: 'Bahasa Indonesia' },
        { value: 'en', label: 'English' },
      ]}
      w={180}
    />
  )
}
