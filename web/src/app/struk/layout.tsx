import { redirect } from 'next/navigation'
import type { ReactNode } from 'react'
import { Shell } from '@/components/shell/shell'
import { currentSession } from '@/lib/session/session-cookies'
import { PATHS } from '@/lib/urls'

export default async function ReceiptLayout({ children }: { children: ReactNode }) {
  const session = await currentSession()
  if (!session) redirect(PATHS.signIn)
  return <Shell session={session}>{children}</Shell>
}
