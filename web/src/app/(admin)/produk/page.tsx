import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { Suspense } from 'react'
import { ProductsScreen } from './_components/products-screen'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('nav'))('products') }
}

export default function ProductsPage() {
  return (
    <Suspense>
      <ProductsScreen />
    </Suspense>
  )
}
