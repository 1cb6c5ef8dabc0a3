import type { Entry } from '../ledger.js'
import type { World } from '../world.js'
import { answerOf, refusal } from './answers.js'

/** How a token purchase stands. */
export function checkStatus(world: World, entry: Entry | undefined): Record<string, unknown> {
  if (entry?.kind !== 'prepaid') return refusal('06')
  entry.polls += 1
  if (entry.hiddenPolls > 0) {
    entry.hiddenPolls -= 1
    return refusal('06')
  }
  if (entry.brokenPolls > 0) {
    entry.brokenPolls -= 1
    return refusal(entry.brokenPolls === 1 ? '204' : '110')
  }
  return answerOf(world, entry)
}
