'use client'

import Link from 'next/link'
import { usePathname, useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useSession } from '@/lib/session/session-context'
import { NAV_ITEMS } from './nav-items'
import classes from './shell.module.css'

/** The main menu: a column on wide screens, a row under the thumb on phones. */
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
          // Fetched when somebody is about to go there, not while this page itself is still loading.
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
