import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { Suspense } from 'react'
import { EmployeesScreen } from './_components/employees-screen'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('nav'))('employees') }
}

export default function EmployeesPage() {
  return (
    <Suspense>
      <EmployeesScreen />
    </Suspense>
  )
}
