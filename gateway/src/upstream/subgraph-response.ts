import { type ReadAnswer, readAnswer } from '../executor/index.js'
import { SubgraphUnavailable } from './subgraph-unavailable-error.js'

/** Of 4xx those that say that nobody is answered there: another secret than ours, or another address. */
const ANSWERS_NOBODY: readonly number[] = [401, 404]

/**
 * Reads what a subgraph sent, and accepts nothing that is not a GraphQL answer.
 * @throws SubgraphUnavailable for a server fault, a refusal of our identity or of this request, or an answer of the
 * wrong shape
 */
export function readSubgraphAnswer(subgraph: string, status: number, text: string): ReadAnswer {
  // 400 may carry proper errors, such as a variable that the subgraph's scalar refuses.
  if (status !== 200 && status !== 400) {
    const isRefused = status > 400 && status < 500 && !ANSWERS_NOBODY.includes(status)
    throw new SubgraphUnavailable(
      subgraph,
      { reason: isRefused ? 'refused' : 'status', isSent: !isRefused },
      { detail: `it answered ${status}` },
    )
  }
  const answer = readAnswer(parse(text))
  if (answer) return answer
  throw new SubgraphUnavailable(
    subgraph,
    { reason: 'malformed', isSent: true },
    { detail: 'its answer is no GraphQL answer' },
  )
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
