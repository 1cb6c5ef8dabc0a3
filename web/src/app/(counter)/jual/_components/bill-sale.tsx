'use client'

import { useMutation } from '@apollo/client/react'
import { Button } from '@mantine/core'
import { digitsOf } from '@setrum/units'
import { useTranslations } from 'next-intl'
import { parseAsString, useQueryState } from 'nuqs'
import { useCallback, useEffect, useRef, useState } from 'react'
import { PartialNotice } from '@/components/panel/partial-notice'
import { useTillHotkeys } from '@/components/shell/shortcuts'
import { readFragment } from '@/gen/fragment-masking'
import {
  BillToPayByIdDocument,
  BillToPayFragmentDoc,
  InquireBillDocument,
  PayBillDocument,
  type PayBillMutation,
  type PayBillMutationVariables,
} from '@/gen/graphql'
import { isNumberRefused, readFailure } from '@/lib/graph/failure'
import { usePanelQuery } from '@/lib/graph/use-panel-query'
import { isNullOr, isShape, isString } from '@/lib/guards'
import { useOpenSale } from '@/lib/session/open-sale'
import { newIdempotencyKey, useStoredForm } from '@/lib/session/stored-form'
import { URL_KEYS } from '@/lib/urls'
import { type ApiError, isSentPurchase, type SentPurchase, usePurchase } from '../_lib/use-purchase'
import { BillToPay } from './bill-to-pay'
import { KnownCustomers } from './known-customers'
import { NumberInput } from './number-input'
import { ErrorNotice } from './outcome/error-notice'
import { UnknownOutcome } from './outcome/unknown-outcome'
import { PayBar } from './pay-bar'
import classes from './till.module.css'

interface BillForm {
  customerNumber: string
  /** The inquired bill of this number; null before the inquiry. */
  transactionId: string | null
  sent: SentPurchase<PayBillMutationVariables> | null
}

const emptyForm = (): BillForm => ({ customerNumber: '', transactionId: null, sent: null })

const isBillForm = isShape<BillForm>({
  customerNumber: isString,
  transactionId: isNullOr(isString),
  sent: isNullOr(isSentPurchase<PayBillMutationVariables>),
})

const NUMBER_LENGTH = { min: 11, max: 13 }

interface BillSaleProps {
  productType: 'POSTPAID' | 'NON_TAGLIS'
  onPaid: (transactionId: string, isReplay: boolean) => void
  /** The user serves the next customer while this payment has no response. */
  onDefer: (sent: SentPurchase<PayBillMutationVariables>) => void
}

/** Sells a bill: enter the number, look the bill up, confirm it with the customer, pay. */
export function BillSale({ productType, onPaid, onDefer }: BillSaleProps) {
  const t = useTranslations('till')
  const { form, change, clear } = useStoredForm(productType, emptyForm, isBillForm)
  const [inquire, { loading: isLookingUp, error: inquiryError, reset: resetInquiry }] = useMutation(InquireBillDocument)
  const [apiError, setApiError] = useState<ApiError | null>(null)
  const payButton = useRef<HTMLButtonElement>(null)
  const lookUpButton = useRef<HTMLButtonElement>(null)
  /** The key of the current number, in this tab only. A response for another key belongs to another number. */
  const key = useRef('')
  const enter = useCallback(
    (customerNumber: string) => {
      key.current = newIdempotencyKey()
      change({ customerNumber, transactionId: null })
      setApiError(null)
      resetInquiry()
    },
    [change, resetInquiry],
  )
  usePrefill(form, enter)

  const transactionId = form?.transactionId ?? null
  const stored = usePanelQuery(BillToPayByIdDocument, { variables: { id: transactionId ?? '' }, skip: !transactionId })
  const found = readFragment(BillToPayFragmentDoc, stored.data?.transaction)
  const bill = found?.id === transactionId ? found : null
  const isPayable = bill?.status === 'AWAITING_PAYMENT'
  /** The bill looked up since the page opened. A restored one may belong to the previous customer: Enter must not pay it. */
  const lookedUp = useRef<string | null>(null)
  // After a look-up, Enter pays.
  useEffect(() => {
    if (isPayable && transactionId === lookedUp.current) payButton.current?.focus()
  }, [isPayable, transactionId])

  const purchase = usePurchase({
    document: PayBillDocument,
    sent: form?.sent ?? null,
    onResult: (data, isFirstRequest) => {
      const { id, replayed } = (data as PayBillMutation).payBill
      clear()
      onPaid(id, isFirstRequest && replayed)
    },
    onError: (apiError) => {
      change({ sent: null })
      setApiError(apiError)
      // Another inquiry of this bill was or is being paid: after that it has to be looked up again, with a new key.
      if (apiError.code === 'DUPLICATE_SUSPECTED') {
        key.current = ''
        change({ transactionId: null })
      }
      // The bill has expired: reload its status.
      if (apiError.code === 'INVALID_TRANSITION') void stored.retry()
    },
    onGiveUp: defer,
  })
  useOpenSale(Boolean(form?.sent) && !purchase.isUnknown)
  function defer(sent: SentPurchase<PayBillMutationVariables>) {
    onDefer(sent)
    clear()
  }

  async function lookUp() {
    if (!form || form.sent || isLookingUp || form.customerNumber.length < NUMBER_LENGTH.min) return
    const { customerNumber } = form
    // The key of an inquired bill always returns that bill: a new look-up needs a new key.
    if (transactionId || !key.current) key.current = newIdempotencyKey()
    const idempotencyKey = key.current
    change({ transactionId: null })
    setApiError(null)
    const { data, error } = await inquire({ variables: { input: { customerNumber, productType, idempotencyKey } } })
    if (key.current !== idempotencyKey) return
    if (data?.inquireBill) {
      lookedUp.current = data.inquireBill.id
      change({ transactionId: data.inquireBill.id })
    }
    // After an error use a new key. Without a response keep the key, so that a retry finds the same bill.
    else if (readFailure(error)?.kind === 'error') key.current = newIdempotencyKey()
  }

  function pay() {
    if (!isPayable || !form || form.sent) return
    setApiError(null)
    change({ sent: purchase.begin({ transactionId: bill.id }, form.customerNumber) })
  }
  useTillHotkeys([['mod+Enter', pay]])

  if (!form) return null
  const { sent } = form
  if (sent && purchase.isUnknown) return <UnknownOutcome number={sent.number} onServeAnother={() => defer(sent)} />
  const isBusy = sent !== null
  return (
    <div className={classes.columns}>
      <div className={classes.column}>
        <section className={classes.card}>
          <NumberInput
            label={productType === 'POSTPAID' ? t('customerNumber') : t('registrationNumber')}
            value={form.customerNumber}
            length={NUMBER_LENGTH}
            isDisabled={isBusy}
            isRefused={!isLookingUp && isNumberRefused(readFailure(inquiryError))}
            onChange={enter}
            onEnter={() => (isPayable ? payButton.current?.focus() : void lookUp())}
          />
          <KnownCustomers
            typed={form.customerNumber}
            productType={productType}
            onPick={({ number }) => enter(number)}
            onPicked={() => lookUpButton.current?.focus()}
          />
          {!isPayable && (
            <Button ref={lookUpButton} mt="md" size="md" loading={isLookingUp} onClick={() => void lookUp()}>
              {t('lookUp')}
            </Button>
          )}
        </section>
        {inquiryError && !bill && <PartialNotice failure={readFailure(inquiryError)} />}
        {bill && <BillToPay bill={bill} />}
        {transactionId && !bill && <PartialNotice failure={stored.failure} onRetry={stored.retry} />}
      </div>
      <div className={`${classes.column} ${classes.side}`}>
        {apiError && <ErrorNotice apiError={apiError} />}
        {bill && (
          <PayBar
            ref={payButton}
            amountIdr={bill.price}
            isBusy={isBusy}
            canPay={isPayable}
            missing={t('missing.expired')}
            onPay={pay}
          />
        )}
      </div>
    </div>
  )
}

/** Takes a number from the address, for "repeat the last purchase". A payment without a response keeps its number. */
function usePrefill(form: BillForm | null, enter: (customerNumber: string) => void): void {
  const [number, setNumber] = useQueryState(URL_KEYS.customerNumber, parseAsString)
  useEffect(() => {
    if (!number || !form) return
    if (!form.sent) enter(digitsOf(number))
    void setNumber(null)
  }, [number, form, enter, setNumber])
}
