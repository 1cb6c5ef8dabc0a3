import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import type { SearchParams } from 'nuqs/server'
import { Suspense } from 'react'
import { Dashboard } from './_components/dashboard'
import { dashboardVariables, loadDashboardQuery } from './_lib/dashboard-variables'
import { firstAnswer } from './_lib/first-answer'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('nav'))('dashboard') }
}

interface PageProps {
  searchParams: Promise<SearchParams>
}

export default function DashboardPage({ searchParams }: PageProps) {
  return (
    <Suspense>
      <DashboardWithFigures searchParams={searchParams} />
    </Suspense>
  )
}

/** The frame of the page is sent before; this follows with the figures in it. */
async function DashboardWithFigures({ searchParams }: PageProps) {
  return <Dashboard first={await firstAnswer(dashboardVariables(await loadDashboardQuery(searchParams)))} />
}
