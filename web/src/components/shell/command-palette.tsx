'use client'

import { ActionIcon } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import dynamic from 'next/dynamic'
import { useTranslations } from 'next-intl'
import { useState } from 'react'

const Palette = dynamic(() => import('./palette').then((it) => it.Palette), { ssr: false })

/** Finds pages and actions by typing. Its code is loaded when it is opened for the first time. */
export function CommandPalette() {
  const t = useTranslations('palette')
  const [openings, setOpenings] = useState(0)
  const open = () => setOpenings((count) => count + 1)
  useHotkeys([['mod+K', open]], [])
  return (
    <>
      <ActionIcon variant="default" size={44} aria-label={t('open')} title={t('open')} onClick={open}>
        <IconSearch size={19} aria-hidden />
      </ActionIcon>
      {openings > 0 && <Palette openings={openings} />}
    </>
  )
}
