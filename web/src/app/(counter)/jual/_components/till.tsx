'use client'

import { Tabs } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { parseAsString, useQueryStates } from 'nuqs'
import { useTillHotkeys } from '@/components/shell/shortcuts'
import { parseAsFlag, parseAsSaleTab, SALE_TABS, type SaleTab, URL_KEYS } from '@/lib/urls'
import { BillSale } from './bill-sale'
import { OtherTabsNotice } from './other-tabs-notice'
import { SaleOutcome } from './outcome/sale-outcome'
import { PendingPurchases, usePendingPurchases } from './pending-purchases'
import classes from './till.module.css'
import { TokenSale } from './token-sale'

const TABS = Object.keys(SALE_TABS) as SaleTab[]
const PARSERS = { saleTab: parseAsSaleTab.withDefault('token'), transactionId: parseAsString, isReplay: parseAsFlag }

/** The sell page: a tab for each product type with its form, and after paying the outcome. */
export function Till() {
  const t = useTranslations('till')
  const [{ saleTab, transactionId, isReplay }, setQuery] = useQueryStates(PARSERS, { urlKeys: URL_KEYS })
  const openTab = (tab: SaleTab) => void setQuery({ saleTab: tab, transactionId: null, isReplay: null })
  useTillHotkeys(TABS.map((tab, index) => [`alt+${index + 1}`, () => openTab(tab)]))
  const showOutcome = (id: string, isReplayed: boolean) =>
    void setQuery({ transactionId: id, isReplay: isReplayed || null })
  const { purchases, defer, remove } = usePendingPurchases()

  return (
    // The arrow keys move between tabs and Enter opens one: an opened form takes the focus at once.
    <Tabs className={classes.till} unstyled value={saleTab} activateTabWithKeyboard={false}>
      <h1 className="visually-hidden">{t('title')}</h1>
      <Tabs.List className={classes.tabs} aria-label={t('productType')}>
        {TABS.map((tab) => (
          <Tabs.Tab key={tab} value={tab} className={classes.tab} onClick={() => openTab(tab)}>
            {t(`tab.${tab}`)}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      <OtherTabsNotice tab={saleTab} onOpen={openTab} />
      <PendingPurchases purchases={purchases} onRemove={remove} />
      <Tabs.Panel value={saleTab}>
        {transactionId ? (
          <SaleOutcome
            id={transactionId}
            isReplay={isReplay === true}
            onNewSale={() => void setQuery({ transactionId: null, isReplay: null })}
          />
        ) : saleTab === 'token' ? (
          <TokenSale onSold={showOutcome} onDefer={defer} />
        ) : (
          <BillSale
            key={saleTab}
            productType={saleTab === 'bill' ? 'POSTPAID' : 'NON_TAGLIS'}
            onPaid={showOutcome}
            onDefer={defer}
          />
        )}
      </Tabs.Panel>
    </Tabs>
  )
}
