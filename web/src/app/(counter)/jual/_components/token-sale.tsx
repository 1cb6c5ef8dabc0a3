'use client'

import { useDebouncedValue } from '@mantine/hooks'
import { digitsOf } from '@setrum/units'
import { useTranslations } from 'next-intl'
import { parseAsString, useQueryStates } from 'nuqs'
import { useCallback, useEffect, useRef, useState } from 'react'
import { useTillHotkeys } from '@/components/shell/shortcuts'
import {
  BuyTokenDocument,
  type BuyTokenMutation,
  type BuyTokenMutationVariables,
  PrepaidCustomerDocument,
} from '@/gen/graphql'
import { isNumberRefused } from '@/lib/graph/failure'
import { usePanelQuery } from '@/lib/graph/use-panel-query'
import { isNullOr, isShape, isString } from '@/lib/guards'
import { useOpenSale } from '@/lib/session/open-sale'
import { newIdempotencyKey, useStoredForm } from '@/lib/session/stored-form'
import { URL_KEYS } from '@/lib/urls'
import { type ApiError, isSentPurchase, type SentPurchase, usePurchase } from '../_lib/use-purchase'
import { useTokenProducts } from '../_lib/use-token-products'
import { CustomerCard } from './customer-card'
import { KnownCustomers } from './known-customers'
import { NumberInput } from './number-input'
import { ErrorNotice } from './outcome/error-notice'
import { UnknownOutcome } from './outcome/unknown-outcome'
import { PayBar } from './pay-bar'
import { ProductPicker } from './product-picker'
import classes from './till.module.css'

interface TokenForm {
  meterNumber: string
  productCode: string | null
  sent: SentPurchase<BuyTokenMutationVariables> | null
}

const emptyForm = (): TokenForm => ({ meterNumber: '', productCode: null, sent: null })

const isTokenForm = isShape<TokenForm>({
  meterNumber: isString,
  productCode: isNullOr(isString),
  sent: isNullOr(isSentPurchase<BuyTokenMutationVariables>),
})

/** A meter number has 11 digits. PLN's customer number, which is accepted too, has 12. */
const METER_LENGTH = { min: 11, max: 12 }
/** The delay after the last digit, so that typing 12 digits does not start an inquiry for the first 11. */
const INQUIRY_DELAY_MS = 400

const PREFILL_PARSERS = { meterNumber: parseAsString, productCode: parseAsString }

interface TokenSaleProps {
  onSold: (transactionId: string, isReplay: boolean) => void
  /** The user serves the next customer while this purchase has no response. */
  onDefer: (sent: SentPurchase<BuyTokenMutationVariables>) => void
}

/** Sells a token: enter the meter, choose the amount, confirm the customer, pay. */
export function TokenSale({ onSold, onDefer }: TokenSaleProps) {
  const t = useTranslations('till')
  const { form, change, clear } = useStoredForm('token', emptyForm, isTokenForm)
  /** The key of the next purchase. It is stored only with a sent purchase: a duplicated tab must not have it too. */
  const [idempotencyKey, setIdempotencyKey] = useState(newIdempotencyKey)
  const [apiError, setApiError] = useState<ApiError | null>(null)
  const edit = useCallback(
    (changes: Partial<Pick<TokenForm, 'meterNumber' | 'productCode'>>) => {
      change(changes)
      // An error, and its "buy anyway", belongs to the purchase before the change.
      setApiError(null)
    },
    [change],
  )
  const payButton = useRef<HTMLButtonElement>(null)
  const products = useTokenProducts()
  const [isPriceLoading, setPriceLoading] = useState(false)
  usePrefill(form, edit)

  const meterNumber = form?.meterNumber ?? ''
  const [settledNumber] = useDebouncedValue(meterNumber, INQUIRY_DELAY_MS)
  const isComplete = meterNumber.length >= METER_LENGTH.min && meterNumber === settledNumber
  const customer = usePanelQuery(PrepaidCustomerDocument, { variables: { meterNumber }, skip: !isComplete })
  const known = isComplete && !customer.isLoading ? customer.data?.inquirePrepaidCustomer : null
  const isRefused = isComplete && !customer.isLoading && isNumberRefused(customer.failure)

  const purchase = usePurchase({
    document: BuyTokenDocument,
    sent: form?.sent ?? null,
    onResult: (data, isFirstRequest) => {
      const { id, replayed } = (data as BuyTokenMutation).buyToken
      startNext()
      onSold(id, isFirstRequest && replayed)
    },
    onError: (apiError) => {
      // Nothing was bought: the next attempt gets a new key.
      change({ sent: null })
      setIdempotencyKey(newIdempotencyKey())
      setApiError(apiError)
      if (apiError.code !== 'PRICE_CHANGED') return
      setPriceLoading(true)
      void products.retry().finally(() => setPriceLoading(false))
    },
    onGiveUp: defer,
  })
  useOpenSale(Boolean(form?.sent) && !purchase.isUnknown)
  function defer(sent: SentPurchase<BuyTokenMutationVariables>) {
    onDefer(sent)
    startNext()
  }
  function startNext() {
    clear()
    setIdempotencyKey(newIdempotencyKey())
  }

  const product = products.list?.find(({ code }) => code === form?.productCode)
  const isBusy = Boolean(form?.sent) || isPriceLoading
  const canPay = Boolean(form && !isBusy && known && product?.price != null && product.availability.sellable)

  function pay(confirmDuplicate = false) {
    if (!canPay || !form || !product) return
    const { code: productCode, price: expectedPrice } = product
    const input = { meterNumber, productCode, expectedPrice, idempotencyKey, confirmDuplicate }
    setApiError(null)
    change({ sent: purchase.begin({ input }, meterNumber) })
  }
  useTillHotkeys([['mod+Enter', () => pay()]])

  function missingStep() {
    if (meterNumber.length < METER_LENGTH.min) return 'meter'
    if (isRefused) return 'otherMeter'
    return known ? 'product' : 'customer'
  }

  if (!form) return null
  const { sent } = form
  if (sent && purchase.isUnknown) return <UnknownOutcome number={sent.number} onServeAnother={() => defer(sent)} />
  return (
    <div className={classes.columns}>
      <div className={classes.column}>
        <section className={classes.card}>
          <NumberInput
            label={t('meterNumber')}
            value={meterNumber}
            length={METER_LENGTH}
            isDisabled={isBusy}
            isRefused={isRefused}
            onChange={(digits) => edit({ meterNumber: digits })}
            onEnter={focusProduct}
          />
          <KnownCustomers
            typed={meterNumber}
            productType="PREPAID"
            onPick={({ number, productCode }) => edit({ meterNumber: number, productCode })}
            onPicked={focusProduct}
          />
        </section>
        <section className={`${classes.card} ${classes.amount}`}>
          <h2 className={classes.cardTitle}>{t('chooseAmount')}</h2>
          <ProductPicker
            products={products}
            value={form.productCode}
            isDisabled={isBusy}
            onChange={(productCode) => edit({ productCode })}
            onEnter={() => payButton.current?.focus()}
          />
        </section>
      </div>
      <div className={`${classes.column} ${classes.side}`}>
        <CustomerCard query={customer} customer={known ?? null} isComplete={meterNumber.length >= METER_LENGTH.min} />
        {apiError && <ErrorNotice apiError={apiError} onConfirm={() => pay(true)} />}
        <PayBar
          ref={payButton}
          amountIdr={product?.price ?? null}
          isBusy={isBusy}
          canPay={canPay}
          missing={t(`missing.${missingStep()}`)}
          onPay={() => pay()}
        />
      </div>
    </div>
  )
}

/** Focuses the selected amount, or the first one. */
function focusProduct(): void {
  const find = (state: string) => document.querySelector<HTMLInputElement>(`input[name=produk]:enabled${state}`)
  const product = find(':checked') ?? find('')
  product?.focus()
}

/**
 * Takes a meter and a product from the address, for "repeat the last purchase". A purchase without a response keeps its
 * number.
 */
function usePrefill(form: TokenForm | null, edit: (changes: Partial<TokenForm>) => void): void {
  const [{ meterNumber, productCode }, setQuery] = useQueryStates(PREFILL_PARSERS, { urlKeys: URL_KEYS })
  useEffect(() => {
    if (!meterNumber || !form) return
    if (!form.sent) edit({ meterNumber: digitsOf(meterNumber), ...(productCode ? { productCode } : {}) })
    void setQuery({ meterNumber: null, productCode: null })
  }, [meterNumber, productCode, form, edit, setQuery])
}
