'use client'

import { useMutation } from '@apollo/client/react'
import { Button } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { useTranslations } from 'next-intl'
import { parseAsString, useQueryState } from 'nuqs'
import { useEffect, useRef } from 'react'
import { PartialNotice } from '@/components/panel/partial-notice'
import { readFragment } from '@/gen/fragment-masking'
import {
  BillToPayByIdDocument,
  BillToPayFragmentDoc,
  InquireBillDocument,
  PayBillDocument,
  type PayBillMutation,
  type PayBillMutationVariables,
} from '@/gen/graphql'
import { readFailure } from '@/lib/graph/failure'
import { usePanelQuery } from '@/lib/graph/use-panel-query'
import { newIdempotencyKey, useStoredForm } from '../_lib/stored-form'
import { usePurchase } from '../_lib/use-purchase'
import { BillToPay } from './bill-to-pay'
import { KnownCustomers } from './known-customers'
import { NumberInput } from './number-input'
import { PayBar } from './pay-bar'
import { RefusalNotice } from './refusal-notice'
import classes from './till.module.css'
import { UnknownOutcome } from './unknown-outcome'

interface BillForm {
  idempotencyKey: string
  customerNumber: string
  /** The bill that was looked up for this number; null before. */
  transactionId: string | null
  sent: PayBillMutationVariables | null
}

const emptyForm = (): BillForm => ({
  idempotencyKey: newIdempotencyKey(),
  customerNumber: '',
  transactionId: null,
  sent: null,
})

const NUMBER_LENGTH = { min: 11, max: 13 }

interface BillSaleProps {
  productType: 'POSTPAID' | 'NON_TAGLIS'
  onPaid: (transactionId: string) => void
}

/** Takes the payment of a bill: number, look it up, go through it with the customer, pay. */
export function BillSale({ productType, onPaid }: BillSaleProps) {
  const t = useTranslations('till')
  const { form, change, clear } = useStoredForm(productType, emptyForm)
  const [inquire, inquiry] = useMutation(InquireBillDocument)
  const payButton = useRef<HTMLButtonElement>(null)
  const transactionId = form?.transactionId ?? null
  // A number in the address: "repeat the last purchase" leads here.
  const [number, setNumber] = useQueryState('nomor', parseAsString)
  useEffect(() => {
    if (!number) return
    change({ customerNumber: number.replace(/\D/g, ''), transactionId: null, idempotencyKey: newIdempotencyKey() })
    void setNumber(null)
  }, [number, change, setNumber])
  const stored = usePanelQuery(BillToPayByIdDocument, { variables: { id: transactionId ?? '' }, skip: !transactionId })
  const bill = readFragment(BillToPayFragmentDoc, transactionId ? stored.data?.transaction : null)
  const isPayable = bill?.status === 'AWAITING_PAYMENT'
  // What was looked up is what Enter pays next.
  useEffect(() => {
    if (isPayable) payButton.current?.focus()
  }, [isPayable])

  const purchase = usePurchase({
    document: PayBillDocument,
    sent: form?.sent ?? null,
    onAnswer: (data) => {
      clear()
      onPaid((data as PayBillMutation).payBill.id)
    },
    onRefusal: () => change({ sent: null }),
  })

  async function lookUp() {
    if (!form || form.customerNumber.length < NUMBER_LENGTH.min) return
    const { customerNumber, idempotencyKey } = form
    const { data, error } = await inquire({ variables: { input: { customerNumber, productType, idempotencyKey } } })
    if (data?.inquireBill) change({ transactionId: data.inquireBill.id })
    // A refused inquiry may be made anew; one without an answer keeps its key, so that it is found again.
    else if (readFailure(error)?.kind === 'refused') change({ idempotencyKey: newIdempotencyKey() })
  }

  function pay() {
    if (isPayable && !form?.sent && transactionId) change({ sent: { transactionId } })
  }
  useHotkeys([['mod+Enter', pay]], [])

  if (!form) return null
  if (purchase.kind === 'unknown') return <UnknownOutcome number={form.customerNumber} />
  const isBusy = form.sent !== null
  return (
    <div className={classes.columns}>
      <div className={classes.column}>
        <section className={classes.card}>
          <NumberInput
            label={productType === 'POSTPAID' ? t('customerNumber') : t('registrationNumber')}
            value={form.customerNumber}
            length={NUMBER_LENGTH}
            isDisabled={isBusy}
            onChange={(customerNumber) =>
              change({ customerNumber, transactionId: null, idempotencyKey: newIdempotencyKey() })
            }
            onEnter={() => void lookUp()}
          />
          <KnownCustomers
            typed={form.customerNumber}
            productType={productType}
            onPick={({ number }) =>
              change({ customerNumber: number, transactionId: null, idempotencyKey: newIdempotencyKey() })
            }
          />
          {!bill && (
            <Button mt="md" size="md" loading={inquiry.loading} onClick={() => void lookUp()}>
              {t('lookUp')}
            </Button>
          )}
        </section>
        {inquiry.error && !bill && <PartialNotice failure={readFailure(inquiry.error)} />}
        {bill && <BillToPay bill={bill} />}
        {transactionId && !bill && <PartialNotice failure={stored.failure} onRetry={stored.retry} />}
      </div>
      <div className={`${classes.column} ${classes.side}`}>
        {purchase.kind === 'refused' && <RefusalNotice failure={purchase.failure} onConfirm={pay} />}
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
