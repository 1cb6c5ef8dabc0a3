import type { OperationVariables, TypedDocumentNode } from '@apollo/client'
import { useMutation } from '@apollo/client/react'
import { useCallback, useEffect, useRef, useState } from 'react'
import { type Failure, readFailure } from '@/lib/graph/failure'
import { isOutcomeUnknown } from './purchase-outcome'

/** How often a purchase without an answer is asked about, with the same key. */
const ASK_AGAIN_MS = 3_000

export type PurchaseState =
  | { kind: 'idle' }
  | { kind: 'sending' }
  /** No answer came: it may have been bought. */
  | { kind: 'unknown' }
  | { kind: 'refused'; failure: Extract<Failure, { kind: 'refused' }> }

interface Purchase<Variables> {
  document: TypedDocumentNode<unknown, Variables>
  /** What was sent and not answered yet, from the stored form: it is sent again, also after a reload. */
  sent: Variables | null
  onAnswer: (data: unknown) => void
  /** Nothing was bought; the form may be changed and sent anew. */
  onRefusal: (failure: Extract<Failure, { kind: 'refused' }>) => void
}

/**
 * Sends a purchase until there is an answer. Sending it again is safe: the API knows it by its key (or by the bill's
 * id) and buys nothing twice.
 */
export function usePurchase<Variables extends OperationVariables>(purchase: Purchase<Variables>): PurchaseState {
  const { document, sent, onAnswer, onRefusal } = purchase
  const [mutate] = useMutation(document as TypedDocumentNode<unknown, OperationVariables>)
  const [state, setState] = useState<PurchaseState>({ kind: 'idle' })
  const handlers = useRef({ onAnswer, onRefusal })
  handlers.current = { onAnswer, onRefusal }

  const send = useCallback(
    async (variables: Variables): Promise<'answered' | 'unknown'> => {
      const { data, error } = await mutate({ variables }).catch((cause: Error) => ({ data: undefined, error: cause }))
      // Whatever else of the answer is missing, such as the product's name: with the sale in it, it is an answer.
      if (data) {
        setState({ kind: 'idle' })
        handlers.current.onAnswer(data)
        return 'answered'
      }
      const failure = readFailure(error)
      if (failure?.kind === 'refused' && !isOutcomeUnknown(failure)) {
        setState({ kind: 'refused', failure })
        handlers.current.onRefusal(failure)
        return 'answered'
      }
      setState({ kind: 'unknown' })
      return 'unknown'
    },
    [mutate],
  )

  useEffect(() => {
    if (!sent) return
    let isOver = false
    let timer: ReturnType<typeof setTimeout> | undefined
    const attempt = async () => {
      const outcome = await send(sent)
      if (outcome === 'unknown' && !isOver) timer = setTimeout(attempt, ASK_AGAIN_MS)
    }
    setState({ kind: 'sending' })
    void attempt()
    return () => {
      isOver = true
      clearTimeout(timer)
    }
  }, [sent, send])

  return state
}
