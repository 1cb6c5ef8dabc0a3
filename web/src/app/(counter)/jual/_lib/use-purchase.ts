import type { OperationVariables, TypedDocumentNode } from '@apollo/client'
import { useMutation } from '@apollo/client/react'
import { useEffect, useRef, useState } from 'react'
import { type Failure, readFailure } from '@/lib/graph/failure'
import { isNullOr, isNumber, isShape, isString } from '@/lib/guards'
import { isTooOld, type SentAt, sentNow } from './purchase-age'
import { isOutcomeUnknown } from './purchase-outcome'

/** The interval between retries of a purchase without a response. */
const RETRY_INTERVAL_MS = 3_000

export type ApiError = Extract<Failure, { kind: 'error' }>

/** A sent purchase without a response, stored with its form. */
export interface SentPurchase<Variables = OperationVariables> extends SentAt {
  variables: Variables
  /** Its meter or customer number. */
  number: string
}

/** A stored purchase. Its variables are checked by the API, and the idempotency key in them is not given up lightly. */
export function isSentPurchase<Variables>(value: unknown): value is SentPurchase<Variables> {
  return isSent(value)
}

const isSent = isShape<SentAt & { number: string; variables: object }>({
  number: isString,
  variables: isShape({}),
  sentAtMs: isNumber,
  serverSentAtMs: isNullOr(isNumber),
})

interface Purchase<Variables> {
  document: TypedDocumentNode<unknown, Variables>
  /** From the stored form. It is sent and retried, also after a reload. */
  sent: SentPurchase<Variables> | null
  /**
   * @param isFirstRequest this page has sent the purchase once since it was loaded. An earlier request came from another
   *   tab, or from this page before a reload.
   */
  onResult: (data: unknown, isFirstRequest: boolean) => void
  /** Nothing was bought: the form can be changed and sent again. */
  onError: (apiError: ApiError) => void
  /** The purchase is too old: it is not retried any more. */
  onGiveUp: (sent: SentPurchase<Variables>) => void
}

/**
 * Sends a purchase and retries until there is a conclusive response. A retry is safe: the API deduplicates by the
 * idempotency key, or by the bill's id.
 * @returns `begin` makes the purchase to store in the form; `isUnknown` while it may have been made without a response
 */
export function usePurchase<Variables extends OperationVariables>(purchase: Purchase<Variables>) {
  const { document, sent } = purchase
  const [mutate] = useMutation(document as TypedDocumentNode<unknown, OperationVariables>)
  const [isUnknown, setUnknown] = useState(false)
  const handlers = useRef(purchase)
  handlers.current = purchase
  const begun = useRef<SentPurchase<Variables>>(null)

  function begin(variables: Variables, number: string): SentPurchase<Variables> {
    begun.current = { variables, number, ...sentNow() }
    return begun.current
  }

  useEffect(() => {
    if (!sent) return
    let isOver = false
    let timer: ReturnType<typeof setTimeout> | undefined
    // A purchase from the storage was sent before, and its response may be lost.
    let isRepeat = begun.current !== sent
    let isFirstRequest = true
    const attempt = async () => {
      if (isTooOld(sent)) return handlers.current.onGiveUp(sent)
      const { variables } = sent
      const { data, error } = await mutate({ variables }).catch((cause: Error) => ({ data: undefined, error: cause }))
      // Deferred or left meanwhile: the form may belong to another customer.
      if (isOver) return
      // Partial data is a result: the sale is in it, even if a field such as the product's name is unavailable.
      if (data) return handlers.current.onResult(data, isFirstRequest)
      const failure = readFailure(error)
      if (failure?.kind === 'error' && !isOutcomeUnknown(failure, isRepeat)) {
        return handlers.current.onError(failure)
      }
      isRepeat = true
      isFirstRequest = false
      setUnknown(true)
      timer = setTimeout(attempt, RETRY_INTERVAL_MS)
    }
    void attempt()
    return () => {
      isOver = true
      setUnknown(false)
      clearTimeout(timer)
    }
  }, [sent, mutate])

  return { begin, isUnknown }
}
