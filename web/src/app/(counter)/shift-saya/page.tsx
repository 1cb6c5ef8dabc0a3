import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { PageTitle } from '@/components/panel/panel'
import { businessTimeZone } from '@/env'
import { businessToday } from '@/lib/clock'
import { MyShift } from './_components/my-shift'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('nav'))('myShift') }
}

export default async function MyShiftPage() {
  const t = await getTranslations('nav')
  return (
    <>
      <PageTitle title={t('myShift')} />
      <MyShift renderedToday={businessToday(businessTimeZone())} />
    </>
  )
}
