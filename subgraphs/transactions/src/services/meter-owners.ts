import type { IakClient, MeterOwner } from '@setrum/iak'
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
  const kept = new Map<string, { owner: MeterOwner; until: number }>()
  const asking = new Map<string, Promise<MeterOwner>>()

  const ask = async (meterNumber: string): Promise<MeterOwner> => {
    try {
      const answer = await biller.inquirePln(meterNumber)
      if (answer.kind !== 'FOUND') throw billerRefusal(answer)
      kept.delete(meterNumber)
      kept.set(meterNumber, { owner: answer.value, until: now().getTime() + FRESH_MS })
      // A Map keeps the order of insertion: the first is the oldest.
      if (kept.size > MOST_KEPT) kept.delete(kept.keys().next().value ?? '')
      return answer.value
    } finally {
      asking.delete(meterNumber)
    }
  }

  return {
    /** @throws BILLER_REJECTED with the biller's `rc`, BILLER_UNAVAILABLE */
    of: (meterNumber: string): Promise<MeterOwner> => {
      const known = kept.get(meterNumber)
      if (known && known.until > now().getTime()) return Promise.resolve(known.owner)
      const underWay = asking.get(meterNumber) ?? ask(meterNumber)
      asking.set(meterNumber, underWay)
      return underWay
    },
  }
}
