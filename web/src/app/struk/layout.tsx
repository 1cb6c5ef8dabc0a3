import { redirect } from 'next/navigation'
import type { ReactNode } from 'react'
import { Shell } from '@/components/shell/shell'
import { currentSession } from '@/lib/session/session-cookies'

export default async function ReceiptLayout({ children }: { children: ReactNode }) {
  const session = await currentSession()
  if (!session) redirect('/masuk')
  return <Shell session={session}>{children}</Shell>
}
