'use client'

import { Button } from '@mantine/core'
import { IconChevronDown } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import type { ComponentProps } from 'react'
import { useSession } from '@/lib/session/session-context'

/** Opens the account menu. Shows the user's first name. */
export function AccountButton(props: ComponentProps<'button'>) {
  const t = useTranslations('account')
  const { name } = useSession()
  return (
    <Button
      variant="default"
      h={44}
      px="sm"
      rightSection={<IconChevronDown size={16} aria-hidden />}
      aria-label={t('menu', { name })}
      {...props}
    >
      {name.split(' ')[0]}
    </Button>
  )
}
