import { headers } from 'next/headers'
import { getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { GraphProvider } from '@/lib/graph/graph-provider'
import { SessionProvider } from '@/lib/session/session-context'
import type { SessionInfo } from '@/lib/session/session-info'
import { Toasts } from '../toast/toasts'
import { Wordmark } from '../wordmark'
import { HeaderActions } from './header-actions'
import { Main } from './main'
import { Nav } from './nav'
import classes from './shell.module.css'
import { Shortcuts } from './shortcuts'

/** The frame of every page that needs a session: header, menu, session monitor. */
export async function Shell({ session, children }: { session: SessionInfo; children: ReactNode }) {
  const t = await getTranslations('nav')
  const nonce = (await headers()).get('x-nonce') ?? undefined
  return (
    <SessionProvider session={session}>
      <GraphProvider nonce={nonce} userId={session.userId}>
        <a className={classes.skip} href="#isi">
          {t('skip')}
        </a>
        <header className={classes.header}>
          <Wordmark />
          <HeaderActions />
        </header>
        <Nav />
        <Main>{children}</Main>
        <Shortcuts />
        <Toasts />
      </GraphProvider>
    </SessionProvider>
  )
}
