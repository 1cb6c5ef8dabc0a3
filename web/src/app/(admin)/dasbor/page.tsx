import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import type { SearchParams } from 'nuqs/server'
import { Suspense } from 'react'
import { businessTimeZone } from '@/env'
import { DashboardDocument } from '@/gen/graphql'
import { businessToday } from '@/lib/clock'
import { QueryPreload } from '@/lib/graph/query-preload'
import { Dashboard } from './_components/dashboard'
import { dashboardVariables } from './_lib/dashboard-query'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('nav'))('dashboard') }
}

export default async function DashboardPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const today = businessToday(businessTimeZone())
  return (
    <>
      <QueryPreload document={DashboardDocument} variables={await dashboardVariables(searchParams, today)} />
      <Suspense>
        <Dashboard renderedToday={today} />
      </Suspense>
    </>
  )
}
