'use client'

import { ActionIcon, useComputedColorScheme, useMantineColorScheme } from '@mantine/core'
import { IconMoon, IconSun } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'

export function SchemeSwitch() {
  const t = useTranslations('preferences')
  const { setColorScheme } = useMantineColorScheme()
  const scheme = useComputedColorScheme('light')
  return (
    <ActionIcon
      variant="default"
      size={44}
      aria-label={t('scheme')}
      onClick={() => setColorScheme(scheme === 'dark' ? 'light' : 'dark')}
    >
      <IconSun size={20} stroke={1.75} className="scheme-light-hidden" />
      <IconMoon size={20} stroke={1.75} className="scheme-dark-hidden" />
    </ActionIcon>
  )
}
