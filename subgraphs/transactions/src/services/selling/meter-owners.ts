import type { IakClient, MeterOwner } from '@setrum/iak'
import { LRUCache } from 'lru-cache'
import { billerRefusal } from './biller-refusal.js'

/** How long an inquiry holds: from the first look at a meter to the customer's money on the counter. */
const FRESH_MS = 15 * 60_000
const MOST_KEPT = 10_000

export type MeterOwners = ReturnType<typeof createMeterOwners>

/**
 * Whose prepaid meter it is. An answer is kept for a quarter of an hour, in this process only: an inquiry moves no
 * money and may be repeated, so another process just asks again.
 */
export function createMeterOwners({ biller, now }: { biller: Pick<IakClient, 'inquirePln'>; now: () => Date }) {
  const owners = new LRUCache<string, MeterOwner>({
    max: MOST_KEPT,
    ttl: FRESH_MS,
    ttlResolution: 0,
    perf: { now: () => now().getTime() },
    fetchMethod: async (meterNumber) => {
      const answer = await biller.inquirePln(meterNumber)
      if (answer.kind !== 'FOUND') throw billerRefusal(answer)
      return answer.value
    },
  })
  return {
    /** Callers at the same time share one question. @throws BILLER_REJECTED with the biller's `rc`, BILLER_UNAVAILABLE */
    of: (meterNumber: string): Promise<MeterOwner> => owners.forceFetch(meterNumber),
  }
}
