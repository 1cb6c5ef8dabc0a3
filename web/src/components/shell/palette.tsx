'use client'

import '@mantine/spotlight/styles.layer.css'
import { useComputedColorScheme, useMantineColorScheme } from '@mantine/core'
import { createSpotlight, Spotlight, type SpotlightActionData } from '@mantine/spotlight'
import { IconClockExclamation, IconLogout, IconMoon, IconSearch, IconUserPlus } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'
import { useAppRouter } from '@/lib/app-router'
import { signOut } from '@/lib/session/browser-session'
import { useSession } from '@/lib/session/session-context'
import { FLAG, linkTo, PATHS } from '@/lib/urls'
import { NAV_ITEMS } from './nav'

const [store, spotlight] = createSpotlight()

/** @param props.openings how often the user has opened it; each change opens it */
export function Palette({ openings }: { openings: number }) {
  const t = useTranslations('palette')
  const nav = useTranslations('nav')
  const router = useAppRouter()
  const { role } = useSession()
  const { setColorScheme } = useMantineColorScheme()
  const isDark = useComputedColorScheme('light') === 'dark'
  const [query, setQuery] = useState('')
  useEffect(() => {
    if (openings > 0) spotlight.open()
  }, [openings])

  const actions: SpotlightActionData[] = [
    ...NAV_ITEMS[role].map(({ href, key, Icon }) => ({
      id: href,
      label: nav(key),
      leftSection: <Icon size={20} />,
      onClick: () => router.push(href),
    })),
    {
      id: 'processing',
      label: t('processing'),
      leftSection: <IconClockExclamation size={20} />,
      onClick: () => router.push(linkTo(PATHS.transactions, { status: 'PROCESSING' })),
    },
    {
      id: 'new-employee',
      label: t('newEmployee'),
      leftSection: <IconUserPlus size={20} />,
      onClick: () => router.push(linkTo(PATHS.employees, { isNew: FLAG })),
    },
    {
      id: 'scheme',
      label: t('scheme'),
      leftSection: <IconMoon size={20} />,
      onClick: () => setColorScheme(isDark ? 'light' : 'dark'),
    },
    { id: 'sign-out', label: t('signOut'), leftSection: <IconLogout size={20} />, onClick: () => void signOut() },
  ]
  const text = query.trim()
  if (text.length >= 3) {
    actions.push({
      id: 'search',
      label: t('search', { text }),
      leftSection: <IconSearch size={20} />,
      onClick: () => router.push(linkTo(PATHS.transactions, { search: text })),
    })
  }
  return (
    <Spotlight
      store={store}
      actions={actions}
      query={query}
      onQueryChange={setQuery}
      shortcut={null}
      nothingFound={t('nothing')}
      attributes={{ content: { 'aria-label': t('open') } }}
      searchProps={{ placeholder: t('placeholder'), 'aria-label': t('placeholder') }}
      filter={(text, all) => {
        const wanted = text.trim().toLowerCase()
        return all.filter((it) => 'label' in it && (it.id === 'search' || it.label?.toLowerCase().includes(wanted)))
      }}
    />
  )
}
