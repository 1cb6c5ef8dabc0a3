'use client'

import { NativeSelect } from '@mantine/core'
import { useMounted } from '@mantine/hooks'
import { type Language, readLanguage } from '@setrum/api-contract'
import { useLocale, useTranslations } from 'next-intl'
import { LOCALE_COOKIE } from '@/i18n/locale'
import { useAppRouter } from '@/lib/app-router'

const ONE_YEAR_S = 365 * 24 * 60 * 60

/** Returns a function that stores a language and renders the page in it. */
export function useLocaleChoice(): (locale: Language) => void {
  const router = useAppRouter()
  return (locale) => {
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in Firefox and on plain HTTP
    document.cookie = `${LOCALE_COOKIE}=${locale}; path=/; max-age=${ONE_YEAR_S}; samesite=lax`
    router.refresh()
  }
}

export function LocaleSwitch() {
  const t = useTranslations('preferences')
  const choose = useLocaleChoice()
  return (
    <NativeSelect
      aria-label={t('language')}
      value={useLocale()}
      // React would not see a choice made before hydration.
      disabled={!useMounted()}
      onChange={(event) => choose(readLanguage(event.currentTarget.value))}
      data={[
        { value: 'id', label: 'Bahasa Indonesia' },
        { value: 'en', label: 'English' },
      ]}
      size="md"
      w={190}
    />
  )
}
