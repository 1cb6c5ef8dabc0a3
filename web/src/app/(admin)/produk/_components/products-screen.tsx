'use client'

import { useFormatter, useNow, useTranslations } from 'next-intl'
import { parseAsString, useQueryState } from 'nuqs'
import { ActiveBadge } from '@/components/badges'
import { DataTable } from '@/components/data-table/data-table'
import { PageTitle, Panel } from '@/components/panel/panel'
import { PanelContent } from '@/components/panel/panel-content'
import { readFragment } from '@/gen/fragment-masking'
import { ProductListDocument, ProductRowFragmentDoc } from '@/gen/graphql'
import { serverNow } from '@/lib/clock'
import { useFormat } from '@/lib/format'
import { usePanelQuery } from '@/lib/graph/use-panel-query'
import { URL_KEYS } from '@/lib/urls'
import { ProductDrawer } from './product-drawer'

const REFRESH_MS = 30_000

/** The price list: cost, margin, price, and the age of the price. */
export function ProductsScreen() {
  const t = useTranslations('products')
  const nav = useTranslations('nav')
  const type = useTranslations('type')
  const format = useFormat()
  const relative = useFormatter()
  const deviceNow = useNow({ updateInterval: REFRESH_MS })
  const now = new Date(serverNow() ?? deviceNow)
  const [code, setCode] = useQueryState(URL_KEYS.openProductCode, parseAsString)
  const { data, failure, isFirstLoad, retry } = usePanelQuery(ProductListDocument, {
    variables: {},
    poll: () => REFRESH_MS,
  })
  const products = readFragment(ProductRowFragmentDoc, data?.products)
  const chosen = products?.find((it) => it.code === code)
  return (
    <>
      <PageTitle title={nav('products')} />
      <Panel isFlush>
        <PanelContent
          value={products}
          failure={failure}
          isFirstLoad={isFirstLoad}
          onRetry={retry}
          isEmpty={products?.length === 0}
          empty={t('empty')}
        >
          {(rows) => (
            <DataTable
              label={nav('products')}
              rows={rows}
              keyOf={(it) => it.code}
              onOpen={(it) => void setCode(it.code)}
              openLabel={(it) => t('openOne', { name: it.name })}
              columns={[
                { title: t('field.name'), render: (it) => it.name, isMain: true },
                { title: t('field.type'), render: (it) => type(it.type) },
                { title: t('field.cost'), render: (it) => format.rupiah(it.cost), isNumber: true },
                { title: t('field.margin'), render: (it) => format.rupiah(it.margin), isNumber: true },
                { title: t('field.price'), render: (it) => format.rupiah(it.price), isNumber: true },
                { title: t('field.adminFee'), render: (it) => format.rupiah(it.adminFee), isNumber: true },
                { title: t('field.age'), render: (it) => relative.relativeTime(new Date(it.fetchedAt), now) },
                { title: t('field.status'), render: (it) => <ActiveBadge isActive={it.active} /> },
              ]}
            />
          )}
        </PanelContent>
      </Panel>
      {chosen && <ProductDrawer key={chosen.code} product={chosen} onClose={() => void setCode(null)} />}
    </>
  )
}
