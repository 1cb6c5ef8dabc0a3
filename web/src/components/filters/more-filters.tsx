'use client'

import { Button } from '@mantine/core'
import { IconAdjustmentsHorizontal } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import { type ReactNode, useId, useState } from 'react'
import classes from './more-filters.module.css'

interface MoreFiltersProps {
  /** Their values; null for a filter without one. */
  values: readonly unknown[]
  children: ReactNode
}

/** Further filters. On a phone they are folded behind a button that tells how many have a value. */
export function MoreFilters({ values, children }: MoreFiltersProps) {
  const t = useTranslations('transactions.filter')
  const [isOpen, setOpen] = useState(false)
  const id = useId()
  return (
    <>
      <Button
        className={classes.toggle}
        size="md"
        px="sm"
        variant="default"
        leftSection={<IconAdjustmentsHorizontal size={18} aria-hidden />}
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => setOpen(!isOpen)}
      >
        {t('toggle', { count: values.filter((value) => value !== null).length })}
      </Button>
      <div className={classes.more} id={id} data-open={isOpen}>
        {children}
      </div>
    </>
  )
}
