import type { OperationVariables, TypedDocumentNode } from '@apollo/client'
import { useQuery } from '@apollo/client/react'
import { useState } from 'react'
import { type Failure, isRetryable, readFailure } from './failure'

/** How often an incomplete panel retries, so that it recovers without a reload. */
export const RECOVERY_POLL_MS = 4_000

export interface PanelQuery<Data> {
  /** The result, with null for unavailable fields; undefined before the first response. */
  data: Data | undefined
  failure: Failure | null
  /** No response yet for these variables, neither data nor a failure. */
  isFirstLoad: boolean
  /** `data` is the result for the previous variables. */
  isStale: boolean
  /** A request is in flight. */
  isLoading: boolean
  /** Sends the query again; settles when the request succeeds or fails. */
  retry: () => Promise<void>
}

interface Options<Data, Variables> {
  variables: Variables
  /** The interval between requests while the result is complete; 0 for none. Default: none. */
  poll?: (data: Data) => number
  skip?: boolean
  /**
   * Shows the previous variables' result while the next one loads, so that a list keeps the keyboard focus when it is
   * sorted or paged. Do not use it where a payment depends on the shown data.
   */
  keepPreviousData?: boolean
}

/**
 * The query of one panel: returns what has arrived and what failed, and retries until the result is complete.
 * The last result stays while the same query is repeated. When the variables change it is dropped: it would show
 * another customer's bill or another month's totals.
 */
export function usePanelQuery<Data, Variables extends OperationVariables>(
  document: TypedDocumentNode<Data, Variables>,
  { variables, poll, skip = false, keepPreviousData = false }: Options<Data, Variables>,
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
  const isRecovering = current !== null && isRetryable(current)
  if (isRecovering !== hasFailed && !loading) setFailed(isRecovering)
  // Apollo drops data and error while it repeats a query; keep both until the next response.
  const key = JSON.stringify(variables)
  const [last, setLast] = useState<{ key: string; data: unknown; error: typeof error }>()
  const before = last?.key === key ? last : undefined
  const own = data ?? before?.data
  const lastError = loading ? before?.error : error
  if (!before || before.data !== own || before.error !== lastError) setLast({ key, data: own, error: lastError })
  // After a failure, do not show the previous variables' rows again at each retry.
  const showsPrevious = keepPreviousData && loading && !before?.error
  const latest = (own ?? (showsPrevious ? previousData : undefined)) as Data | undefined
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
