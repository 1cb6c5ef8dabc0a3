'use client'

import { type ReactNode, Suspense, useEffect, useState } from 'react'
import { SessionKeeper } from './session-keeper'
import classes from './shell.module.css'

/** Where a page stands. It says when the page has come to life: a browser test that presses a key before is not heard. */
export function Main({ children }: { children: ReactNode }) {
  const [isReady, setReady] = useState(false)
  return (
    <main className={classes.main} id="isi" data-ready={isReady || undefined}>
      <SessionKeeper />
      {children}
      {/* Most pages stand in a boundary, and React brings those to life together, after the rest. */}
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
