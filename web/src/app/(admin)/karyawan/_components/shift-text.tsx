'use client'

import { useTranslations } from 'next-intl'
import type { Role } from '@/gen/graphql'

interface ShiftTextProps {
  /** Its fields are null while the master subgraph is down. */
  shift: { name: string | null; startAt: string | null; endAt: string | null } | null
  role: Role
}

/** The shift with its hours, or that they cannot be had now. */
export function ShiftText({ shift, role }: ShiftTextProps) {
  const t = useTranslations('employees')
  const panel = useTranslations('panel')
  if (!shift) return role === 'ADMIN' ? t('admin') : panel('missing')
  if (!shift.name) return <em>{panel('missing')}</em>
  return `${shift.name} (${shift.startAt}–${shift.endAt})`
}
