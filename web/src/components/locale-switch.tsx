'use client'

import { NativeSelect } from '@mantine/core'
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
