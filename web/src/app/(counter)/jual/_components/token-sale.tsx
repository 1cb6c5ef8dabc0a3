'use client'

import { useDebouncedValue, useHotkeys } from '@mantine/hooks'
import { useTranslations } from 'next-intl'
import { parseAsString, useQueryStates } from 'nuqs'
import { useEffect, useRef } from 'react'
import {
  BuyTokenDocument,
  type BuyTokenMutation,
  type BuyTokenMutationVariables,
  PrepaidCustomerDocument,
} from '@/gen/graphql'
import { usePanelQuery } from '@/lib/graph/use-panel-query'
import { newIdempotencyKey, useStoredForm } from '../_lib/stored-form'
import { usePurchase } from '../_lib/use-purchase'
import { useTokenProducts } from '../_lib/use-token-products'
import { CustomerCard } from './customer-card'
import { KnownCustomers } from './known-customers'
import { NumberInput } from './number-input'
import { PayBar } from './pay-bar'
import { ProductPicker } from './product-picker'
import { RefusalNotice } from './refusal-notice'
import classes from './till.module.css'
import { UnknownOutcome } from './unknown-outcome'

interface TokenForm {
  idempotencyKey: string
  meterNumber: string
  productCode: string | null
  sent: BuyTokenMutationVariables | null
}

const emptyForm = (): TokenForm => ({
  idempotencyKey: newIdempotencyKey(),
  meterNumber: '',
  productCode: null,
  sent: null,
})

/** A meter has 11 digits on its plate; PLN's number of the connection, which is accepted too, has 12. */
const METER_LENGTH = { min: 11, max: 12 }
/** After the last digit; then whoever types 12 is not asked about the first 11. */
const INQUIRY_DELAY_MS = 400

/** Sells a token: meter, amount, one look at the customer, pay. */
export function TokenSale({ onSold }: { onSold: (transactionId: string) => void }) {
  const t = useTranslations('till')
  const { form, change, clear } = useStoredForm('token', emptyForm)
  const payButton = useRef<HTMLButtonElement>(null)
  const products = useTokenProducts()
  usePrefill(change)

  const meterNumber = form?.meterNumber ?? ''
  const [settledNumber] = useDebouncedValue(meterNumber, INQUIRY_DELAY_MS)
  const isComplete = meterNumber.length >= METER_LENGTH.min && meterNumber === settledNumber
  const customer = usePanelQuery(PrepaidCustomerDocument, { variables: { meterNumber }, skip: !isComplete })
  const known = isComplete && !customer.isLoading ? customer.data?.inquirePrepaidCustomer : null

  const purchase = usePurchase({
    document: BuyTokenDocument,
    sent: form?.sent ?? null,
    onAnswer: (data) => {
      clear()
      onSold((data as BuyTokenMutation).buyToken.id)
    },
    // Nothing was bought: the next attempt is a new intent. A sign-out in between is the same one, so its key stays.
    onRefusal: ({ code }) =>
      change(code === 'UNAUTHENTICATED' ? { sent: null } : { sent: null, idempotencyKey: newIdempotencyKey() }),
  })

  const product = products.list?.find(({ code }) => code === form?.productCode)
  const canPay = Boolean(form && !form.sent && known && product?.price != null && product.availability.sellable)

  function pay(confirmDuplicate = false) {
    if (!canPay || !form || !product) return
    const { idempotencyKey } = form
    const { code: productCode, price: expectedPrice } = product
    change({ sent: { input: { meterNumber, productCode, expectedPrice, idempotencyKey, confirmDuplicate } } })
  }
  useHotkeys([['mod+Enter', () => pay()]], [])

  if (!form) return null
  if (purchase.kind === 'unknown') return <UnknownOutcome number={meterNumber} />
  const isBusy = form.sent !== null
  return (
    <div className={classes.columns}>
      <div className={classes.column}>
        <section className={classes.card}>
          <NumberInput
            label={t('meterNumber')}
            value={meterNumber}
            length={METER_LENGTH}
            isDisabled={isBusy}
            onChange={(digits) => change({ meterNumber: digits })}
            onEnter={() => document.querySelector<HTMLInputElement>('input[name=produk]:not(:disabled)')?.focus()}
          />
          <KnownCustomers
            typed={meterNumber}
            productType="PREPAID"
            onPick={({ number, productCode }) => change({ meterNumber: number, productCode })}
          />
        </section>
        <section className={`${classes.card} ${classes.amount}`}>
          <h2 className={classes.cardTitle}>{t('chooseAmount')}</h2>
          <ProductPicker
            products={products}
            value={form.productCode}
            isDisabled={isBusy}
            onChange={(productCode) => change({ productCode })}
            onEnter={() => payButton.current?.focus()}
          />
        </section>
      </div>
      <div className={`${classes.column} ${classes.side}`}>
        <CustomerCard query={customer} customer={known ?? null} isComplete={meterNumber.length >= METER_LENGTH.min} />
        {purchase.kind === 'refused' && <RefusalNotice failure={purchase.failure} onConfirm={() => pay(true)} />}
        <PayBar
          ref={payButton}
          amountIdr={product?.price ?? null}
          isBusy={isBusy}
          canPay={canPay}
          missing={!known ? t('missing.meter') : t('missing.product')}
          onPay={() => pay()}
        />
      </div>
    </div>
  )
}

/** Takes over a meter and a product from the address: "repeat the last purchase" leads here. */
function usePrefill(change: (changes: Partial<TokenForm>) => void): void {
  const [{ meter, produk }, setQuery] = useQueryStates({ meter: parseAsString, produk: parseAsString })
  useEffect(() => {
    if (!meter) return
    change({ meterNumber: meter.replace(/\D/g, ''), ...(produk ? { productCode: produk } : {}) })
    void setQuery({ meter: null, produk: null })
  }, [meter, produk, change, setQuery])
}
