'use client'

import {
  IconAddressBook,
  IconBolt,
  IconBox,
  IconChartBar,
  IconClock,
  IconClockHour4,
  IconHistory,
  IconReceipt2,
  IconUsers,
} from '@tabler/icons-react'
import Link from 'next/link'
import { usePathname, useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useSession } from '@/lib/session/session-context'
import type { SessionInfo } from '@/lib/session/session-info'
import { PATHS } from '@/lib/urls'
import classes from './shell.module.css'

/** The pages of each role, most used first. */
export const NAV_ITEMS = {
  EMPLOYEE: [
    { href: PATHS.sell, key: 'sell', Icon: IconBolt },
    { href: PATHS.history, key: 'history', Icon: IconHistory },
    { href: PATHS.customers, key: 'customers', Icon: IconAddressBook },
    { href: PATHS.myShift, key: 'myShift', Icon: IconClock },
  ],
  ADMIN: [
    { href: PATHS.dashboard, key: 'dashboard', Icon: IconChartBar },
    { href: PATHS.transactions, key: 'transactions', Icon: IconReceipt2 },
    { href: PATHS.employees, key: 'employees', Icon: IconUsers },
    { href: PATHS.shifts, key: 'shifts', Icon: IconClockHour4 },
    { href: PATHS.products, key: 'products', Icon: IconBox },
  ],
} as const satisfies Record<SessionInfo['role'], readonly { href: string; key: string; Icon: unknown }[]>

/** The main menu: a column on wide screens, a bar at the bottom on phones. */
export function Nav() {
  const t = useTranslations('nav')
  const pathname = usePathname()
  const router = useRouter()
  const { role } = useSession()
  return (
    <nav className={classes.nav} aria-label={t('main')}>
      {NAV_ITEMS[role].map(({ href, key, Icon }) => (
        <Link
          key={href}
          href={href}
          // Prefetch on hover or focus, not while this page is still loading.
          prefetch={false}
          onPointerEnter={() => router.prefetch(href)}
          onFocus={() => router.prefetch(href)}
          className={classes.navLink}
          aria-current={pathname.startsWith(href) ? 'page' : undefined}
        >
          <Icon size={21} stroke={1.75} aria-hidden />
          <span>{t(key)}</span>
        </Link>
      ))}
    </nav>
  )
}
