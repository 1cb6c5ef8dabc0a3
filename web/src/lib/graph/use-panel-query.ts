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
  /** Nothing has arrived yet, neither data nor a failure. */
  isFirstLoad: boolean
  /** Something newer is on its way. */
  isLoading: boolean
  retry: () => void
}

interface Options<Data, Variables> {
  variables: Variables
  /** How often to ask again while all is well, by what is known; 0 for never. Without it: only when something lacks. */
  poll?: (data: Data) => number
  skip?: boolean
}

/**
 * A query for one panel: shows what there is, says what is missing, and asks again by itself until all is there.
 * While a changed filter is being answered the last answer stays, so that nothing jumps.
 */
export function usePanelQuery<Data, Variables extends OperationVariables>(
  document: TypedDocumentNode<Data, Variables>,
  { variables, poll, skip = false }: Options<Data, Variables>,
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
  // While it is asked again the last failure stays shown: it is still what we know.
  const [shown, setShown] = useState<typeof error>(undefined)
  if (!loading && shown !== error) setShown(error)
  const latest = (data ?? previousData) as Data | undefined
  const wantedPollMs = latest !== undefined && poll ? poll(latest) : 0
  if (wantedPollMs !== pollMs) setPollMs(wantedPollMs)
  const failure = readFailure(loading ? shown : error)
  return {
    data: latest,
    failure,
    isFirstLoad: latest === undefined && failure === null,
    isLoading: loading,
    retry: () => void refetch(),
  }
}
