'use client'

import { Tabs } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs'
import { useTillHotkeys } from '../_lib/use-till-hotkeys'
import { BillSale } from './bill-sale'
import { SaleOutcome } from './sale-outcome'
import { SentElsewhere } from './sent-elsewhere'
import classes from './till.module.css'
import { TokenSale } from './token-sale'
import { UnansweredPurchases, useUnanswered } from './unanswered-purchases'

const TABS = ['token', 'tagihan', 'nontaglis'] as const

/** The till: what to sell, the form for it, and after paying what became of it. */
export function Till() {
  const t = useTranslations('till')
  const [{ jenis, trx }, setQuery] = useQueryStates({
    jenis: parseAsStringLiteral(TABS).withDefault('token'),
    trx: parseAsString,
  })
  const choose = (tab: (typeof TABS)[number]) => void setQuery({ jenis: tab, trx: null })
  useTillHotkeys(TABS.map((tab, index) => [`alt+${index + 1}`, () => choose(tab)]))
  const showOutcome = (id: string) => void setQuery({ trx: id })
  const { purchases, putAside, forget } = useUnanswered()

  return (
    // A tab that is reached with the arrow keys opens with Enter: its form takes the focus at once.
    <Tabs className={classes.till} unstyled value={jenis} activateTabWithKeyboard={false}>
      <h1 className="visually-hidden">{t('title')}</h1>
      <Tabs.List className={classes.tabs} aria-label={t('whatToSell')}>
        {TABS.map((tab) => (
          <Tabs.Tab key={tab} value={tab} className={classes.tab} onClick={() => choose(tab)}>
            {t(`tab.${tab}`)}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      <SentElsewhere tab={jenis} onOpen={choose} />
      <UnansweredPurchases purchases={purchases} onForget={forget} />
      <Tabs.Panel value={jenis}>
        {trx ? (
          <SaleOutcome id={trx} onNewSale={() => void setQuery({ trx: null })} />
        ) : jenis === 'token' ? (
          <TokenSale onSold={showOutcome} onPutAside={putAside} />
        ) : (
          <BillSale
            key={jenis}
            productType={jenis === 'tagihan' ? 'POSTPAID' : 'NON_TAGLIS'}
            onPaid={showOutcome}
            onPutAside={putAside}
          />
        )}
      </Tabs.Panel>
    </Tabs>
  )
}
