import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { Suspense } from 'react'
import { ShiftsScreen } from './_components/shifts-screen'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('nav'))('shifts') }
}

export default function ShiftsPage() {
  return (
    <Suspense>
      <ShiftsScreen />
    </Suspense>
  )
}
