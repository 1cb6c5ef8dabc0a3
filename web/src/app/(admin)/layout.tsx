import { redirect } from 'next/navigation'
import type { ReactNode } from 'react'
import { Shell } from '@/components/shell/shell'
import { currentSession } from '@/lib/session/session-cookies'

export default async function AdminLayout({ children }: { children: ReactNode }) {
  const session = await currentSession()
  if (!session) redirect('/masuk')
  if (session.role !== 'ADMIN') redirect('/jual')
  return <Shell session={session}>{children}</Shell>
}
