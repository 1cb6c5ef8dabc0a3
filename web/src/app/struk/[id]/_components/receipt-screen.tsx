'use client'

import { useTranslations } from 'next-intl'
import { PageTitle } from '@/components/panel/panel'
import { PanelContent } from '@/components/panel/panel-content'
import { missesToken } from '@/components/sale/sale-review'
import { readFragment } from '@/gen/fragment-masking'
import { ReceiptByIdDocument, ReceiptFragmentDoc } from '@/gen/graphql'
import { usePanelQuery } from '@/lib/graph/use-panel-query'
import { useOpenSale } from '@/lib/session/open-sale'
import { ReceiptView } from './receipt-view'

export function ReceiptScreen({ id, printsAtOnce }: { id: string; printsAtOnce: boolean }) {
  const t = useTranslations('receipt')
  const { data, failure, isFirstLoad, retry } = usePanelQuery(ReceiptByIdDocument, { variables: { id } })
  const sale = readFragment(ReceiptFragmentDoc, data?.transaction)
  useOpenSale(isFirstLoad || failure !== null || sale != null)
  return (
    <>
      <PageTitle title={t('title')} />
      <PanelContent value={sale} failure={failure} isFirstLoad={isFirstLoad} onRetry={retry} skeletonHeight={420}>
        {(it) => {
          if (it.status !== 'SUCCESS') return <p>{t('notPaid')}</p>
          if (missesToken(it)) return <p role="status">{t('noToken')}</p>
          return <ReceiptView sale={it} printsAtOnce={printsAtOnce} />
        }}
      </PanelContent>
    </>
  )
}
