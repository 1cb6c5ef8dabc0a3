import type { OperationVariables, TypedDocumentNode } from '@apollo/client'
import { useMutation } from '@apollo/client/react'
import { useEffect, useRef, useState } from 'react'
import { type Failure, readFailure } from '@/lib/graph/failure'
import { isTooOld, type SentAt, sentNow } from './purchase-age'
import { isOutcomeUnknown } from './purchase-outcome'

/** How often a purchase without an answer is asked about, with the same key. */
const ASK_AGAIN_MS = 3_000

export type Refusal = Extract<Failure, { kind: 'refused' }>

/** A purchase that was sent and not answered yet, as it is stored with its form. */
export interface SentPurchase<Variables = OperationVariables> extends SentAt {
  variables: Variables
  /** The meter or customer number that it is for. */
  number: string
}

interface Purchase<Variables> {
  document: TypedDocumentNode<unknown, Variables>
  /** From the stored form: it is sent, and sent again, also after a reload. */
  sent: SentPurchase<Variables> | null
  onAnswer: (data: unknown) => void
  /** Nothing was bought; the form may be changed and sent anew. */
  onRefusal: (refusal: Refusal) => void
  /** There was no answer for too long: it is not sent any more. */
  onGiveUp: (sent: SentPurchase<Variables>) => void
}

/**
 * Sends a purchase until there is an answer. Sending it again is safe: the API knows it by its key (or by the bill's
 * id) and buys nothing twice.
 * @returns `begin` makes the purchase to put into the form; `isUnknown` when no answer came and it may have been bought
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
    // What comes from the storage was sent before, and its answer may be lost already.
    let isRepeat = begun.current !== sent
    const attempt = async () => {
      if (isTooOld(sent)) return handlers.current.onGiveUp(sent)
      const { variables } = sent
      const { data, error } = await mutate({ variables }).catch((cause: Error) => ({ data: undefined, error: cause }))
      // Put aside or left meanwhile: the form may be another customer's by now.
      if (isOver) return
      // Whatever else of the answer is missing, such as the product's name: with the sale in it, it is an answer.
      if (data) return handlers.current.onAnswer(data)
      const failure = readFailure(error)
      if (failure?.kind === 'refused' && !isOutcomeUnknown(failure, isRepeat)) {
        return handlers.current.onRefusal(failure)
      }
      isRepeat = true
      setUnknown(true)
      timer = setTimeout(attempt, ASK_AGAIN_MS)
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
