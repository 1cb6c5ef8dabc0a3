'use client'

import { Menu, useComputedColorScheme, useMantineColorScheme } from '@mantine/core'
import { IconKey, IconKeyboard, IconLanguage, IconLogout, IconMoon, IconSun } from '@tabler/icons-react'
import dynamic from 'next/dynamic'
import { useLocale, useTranslations } from 'next-intl'
import { useState } from 'react'
import { useLocaleChoice } from '@/components/locale-switch'
import { signOut } from '@/lib/session/browser-session'
import { useSession } from '@/lib/session/session-context'
import { openShortcuts } from '../shortcuts'
import { AccountButton } from './account-button'

const ChangePassword = dynamic(() => import('./change-password').then((it) => it.ChangePassword))

/** Language, color scheme, password, sign-out. Opens as soon as its code is loaded. */
export function AccountMenu() {
  const t = useTranslations('account')
  const session = useSession()
  const locale = useLocale()
  const chooseLocale = useLocaleChoice()
  const { setColorScheme } = useMantineColorScheme()
  const isDark = useComputedColorScheme('light') === 'dark'
  const [isChangingPassword, setChangingPassword] = useState(false)
  return (
    <>
      {/* The library's focus placeholder is no valid child of a menu for screen readers: focus the first item. */}
      <Menu position="bottom-end" width={240} shadow="md" defaultOpened withInitialFocusPlaceholder={false}>
        <Menu.Target>
          <AccountButton />
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>
            {session.name} · {t(session.role)}
          </Menu.Label>
          <Menu.Item
            leftSection={<IconLanguage size={18} />}
            onClick={() => chooseLocale(locale === 'id' ? 'en' : 'id')}
          >
            {locale === 'id' ? 'English' : 'Bahasa Indonesia'}
          </Menu.Item>
          <Menu.Item
            leftSection={isDark ? <IconSun size={18} /> : <IconMoon size={18} />}
            onClick={() => setColorScheme(isDark ? 'light' : 'dark')}
          >
            {isDark ? t('light') : t('dark')}
          </Menu.Item>
          <Menu.Item leftSection={<IconKeyboard size={18} />} rightSection="?" onClick={openShortcuts}>
            {t('shortcuts')}
          </Menu.Item>
          <Menu.Item leftSection={<IconKey size={18} />} onClick={() => setChangingPassword(true)}>
            {t('password')}
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item leftSection={<IconLogout size={18} />} onClick={() => void signOut()}>
            {t('signOut')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {isChangingPassword && <ChangePassword onClose={() => setChangingPassword(false)} />}
    </>
  )
}
