import type { OperationVariables, TypedDocumentNode } from '@apollo/client'
import { useQuery } from '@apollo/client/react'
import { useState } from 'react'
import { type Failure, mayPass, readFailure } from './failure'

/** How often a panel that lacks something asks again, so that it recovers without a reload. */
const RECOVERY_POLL_MS = 4_000

export interface PanelQuery<Data> {
  /** What is there, possibly with holes; undefined while nothing has arrived. */
  data: Data | undefined
  failure: Failure | null
  /** Nothing has arrived yet for what is asked, neither data nor a failure. */
  isFirstLoad: boolean
  /** What is shown is the answer to what was asked before. */
  isStale: boolean
  /** Something newer is on its way. */
  isLoading: boolean
  /** Asks again; settles when that is answered or has failed. */
  retry: () => Promise<void>
}

interface Options<Data, Variables> {
  variables: Variables
  /** How often to ask again while all is well, by what is known; 0 for never. Without it: only when something lacks. */
  poll?: (data: Data) => number
  skip?: boolean
  /**
   * What was asked before stays while the next is on its way, so that a list that is sorted and paged in place keeps the
   * keyboard's place. Not where somebody pays for what is shown.
   */
  staysWhileLoading?: boolean
}

/**
 * A query for one panel: shows what there is, says what is missing, and asks again by itself until all is there.
 * What was known stays while the same is asked again. Under a changed filter it would be somebody else's bill or another
 * month's figures, so it goes.
 */
export function usePanelQuery<Data, Variables extends OperationVariables>(
  document: TypedDocumentNode<Data, Variables>,
  { variables, poll, skip = false, staysWhileLoading = false }: Options<Data, Variables>,
): PanelQuery<Data> {
  const [hasFailed, setFailed] = useState(false)
  const [pollMs, setPollMs] = useState(0)
  const { data, previousData, error, loading, refetch } = useQuery(
    document as TypedDocumentNode<Data, OperationVariables>,
    {
      variables,
      skip,
      pollInterval: hasFailed ? RECOVERY_POLL_MS : pollMs,
      notifyOnNetworkStatusChange: true,
    },
  )
  const current = readFailure(error)
  const isDown = current !== null && mayPass(current)
  if (isDown !== hasFailed && !loading) setFailed(isDown)
  // While the same is asked again, the last data and the last failure stay shown: they are still what we know.
  const asked = JSON.stringify(variables)
  const [shown, setShown] = useState<{ asked: string; data: unknown; error: typeof error }>()
  const before = shown?.asked === asked ? shown : undefined
  const own = data ?? before?.data
  const lastError = loading ? before?.error : error
  if (!before || before.data !== own || before.error !== lastError) setShown({ asked, data: own, error: lastError })
  // Once it has failed, rows of another filter are not brought back each time that it is asked again.
  const isBridged = staysWhileLoading && loading && !before?.error
  const latest = (own ?? (isBridged ? previousData : undefined)) as Data | undefined
  const wantedPollMs = latest !== undefined && poll ? poll(latest) : 0
  if (wantedPollMs !== pollMs) setPollMs(wantedPollMs)
  const failure = readFailure(lastError)
  return {
    data: latest,
    failure,
    isFirstLoad: latest === undefined && failure === null,
    isStale: latest !== own,
    isLoading: loading,
    retry: async () => {
      await refetch().catch(() => undefined)
    },
  }
}
