import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { FLAG, URL_KEYS } from '@/lib/urls'
import { ReceiptScreen } from './_components/receipt-screen'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('receipt'))('title') }
}

interface ReceiptPageProps {
  params: Promise<{ id: string }>
  searchParams: Promise<Record<string, unknown>>
}

export default async function ReceiptPage({ params, searchParams }: ReceiptPageProps) {
  const { id } = await params
  const printsAtOnce = (await searchParams)[URL_KEYS.isPrinting] === FLAG
  return <ReceiptScreen id={id} printsAtOnce={printsAtOnce} />
}
