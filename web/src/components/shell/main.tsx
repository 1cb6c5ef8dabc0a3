'use client'

import { type ReactNode, Suspense, useEffect, useState } from 'react'
import { SessionOverContext } from '@/lib/session/open-sale'
import { OfflineNotice } from './offline-notice'
import { SessionMonitor } from './session-monitor'
import classes from './shell.module.css'

/** The page's content. `data-ready` is set after hydration: keys pressed before have no effect, so tests wait for it. */
export function Main({ children }: { children: ReactNode }) {
  const [isReady, setReady] = useState(false)
  const [isSessionOver, setSessionOver] = useState(false)
  return (
    <main className={classes.main} id="isi" data-ready={isReady || undefined}>
      <OfflineNotice />
      <SessionMonitor onOver={setSessionOver} />
      <SessionOverContext value={isSessionOver}>{children}</SessionOverContext>
      {/* In a boundary, like most pages: React hydrates boundaries together, after the rest. */}
      <Suspense>
        <Mounted onMount={setReady} />
      </Suspense>
    </main>
  )
}

function Mounted({ onMount }: { onMount: (isMounted: true) => void }) {
  useEffect(() => onMount(true), [onMount])
  return null
}
