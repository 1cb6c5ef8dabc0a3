'use client'

import { useHotkeys } from '@mantine/hooks'
import { useTranslations } from 'next-intl'
import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs'
import { BillSale } from './bill-sale'
import { SaleOutcome } from './sale-outcome'
import classes from './till.module.css'
import { TokenSale } from './token-sale'

const TABS = ['token', 'tagihan', 'nontaglis'] as const

/** The till: what to sell, the form for it, and after paying what became of it. */
export function Till() {
  const t = useTranslations('till')
  const [{ jenis, trx }, setQuery] = useQueryStates({
    jenis: parseAsStringLiteral(TABS).withDefault('token'),
    trx: parseAsString,
  })
  const choose = (tab: (typeof TABS)[number]) => void setQuery({ jenis: tab, trx: null })
  useHotkeys(
    TABS.map((tab, index) => [`alt+${index + 1}`, () => choose(tab)]),
    [],
  )
  const showOutcome = (id: string) => void setQuery({ trx: id })

  return (
    <div className={classes.till}>
      <h1 className="visually-hidden">{t('title')}</h1>
      <div className={classes.tabs} role="tablist" aria-label={t('whatToSell')}>
        {TABS.map((tab) => (
          <button
            key={tab}
            type="button"
            role="tab"
            id={`tab-${tab}`}
            aria-selected={tab === jenis}
            aria-controls="till-panel"
            className={classes.tab}
            onClick={() => choose(tab)}
          >
            {t(`tab.${tab}`)}
          </button>
        ))}
      </div>
      <div role="tabpanel" id="till-panel" aria-labelledby={`tab-${jenis}`}>
        {trx ? (
          <SaleOutcome id={trx} onNewSale={() => void setQuery({ trx: null })} />
        ) : jenis === 'token' ? (
          <TokenSale onSold={showOutcome} />
        ) : (
          <BillSale key={jenis} productType={jenis === 'tagihan' ? 'POSTPAID' : 'NON_TAGLIS'} onPaid={showOutcome} />
        )}
      </div>
    </div>
  )
}
