'use client'

import { NativeSelect } from '@mantine/core'
import { useMounted } from '@mantine/hooks'
import { useLocale, useTranslations } from 'next-intl'
import { readLocale } from '@/i18n/locale'
import { useLocaleChoice } from '@/lib/use-locale-choice'

export function LocaleSwitch() {
  const t = useTranslations('preferences')
  const choose = useLocaleChoice()
  return (
    <NativeSelect
      aria-label={t('language')}
      value={useLocale()}
      // A choice made before the page's script runs would be lost.
      disabled={!useMounted()}
      onChange={(event) => choose(readLocale(event.currentTarget.value))}
      data={[
        { value: 'id', label: 'Bahasa Indonesia' },
        { value: 'en', label: 'English' },
      ]}
      size="md"
      w={190}
    />
  )
}
