import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { Suspense } from 'react'
import { TransactionsScreen } from './_components/transactions-screen'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('nav'))('transactions') }
}

export default function TransactionsPage() {
  return (
    <Suspense>
      <TransactionsScreen />
    </Suspense>
  )
}
