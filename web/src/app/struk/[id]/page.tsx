import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { ReceiptScreen } from './_components/receipt-screen'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('receipt'))('title') }
}

interface ReceiptPageProps {
  params: Promise<{ id: string }>
  searchParams: Promise<{ cetak?: string }>
}

export default async function ReceiptPage({ params, searchParams }: ReceiptPageProps) {
  const { id } = await params
  const { cetak } = await searchParams
  return <ReceiptScreen id={id} printsAtOnce={cetak === 'ya'} />
}
