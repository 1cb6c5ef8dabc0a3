'use client'

import { createContext, type ReactNode, useContext } from 'react'
import type { SessionInfo } from './session-info'

const SessionContext = createContext<SessionInfo | null>(null)

export function SessionProvider({ session, children }: { session: SessionInfo; children: ReactNode }) {
  return <SessionContext value={session}>{children}</SessionContext>
}

/** The current session. @throws Error outside a layout that has one */
export function useSession(): SessionInfo {
  const session = useContext(SessionContext)
  if (!session) throw new Error('useSession outside of a signed-in page')
  return session
}
