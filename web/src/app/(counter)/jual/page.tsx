import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { Suspense } from 'react'
import { Till } from './_components/till'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('nav'))('sell') }
}

export default function SellPage() {
  return (
    <Suspense>
      <Till />
    </Suspense>
  )
}
