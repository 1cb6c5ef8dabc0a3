import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { PageTitle } from '@/components/panel/panel'
import { CustomerBook } from './_components/customer-book'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('nav'))('customers') }
}

export default async function CustomersPage() {
  const t = await getTranslations('nav')
  return (
    <>
      <PageTitle title={t('customers')} />
      <CustomerBook />
    </>
  )
}
