import type { IakClient, MeterOwner } from '@setrum/iak'
import { LRUCache } from 'lru-cache'
import type { Alert } from '../../alerts.js'
import { maskedNumber } from '../../domain/transaction.js'
import { billerRefusal } from './biller-refusal.js'

/** An inquiry is reused from the entry of the meter number to the payment by the customer. */
const FRESH_MS = 15 * 60_000
const MAX_ENTRIES = 10_000

export type MeterOwners = ReturnType<typeof createMeterOwners>

/**
 * The customer of a prepaid meter. Cached for a quarter of an hour in this process only: an inquiry moves no money and may
 * be repeated by another process.
 */
export function createMeterOwners({
  biller,
  now,
  alert,
}: {
  biller: Pick<IakClient, 'inquirePln'>
  now: () => Date
  alert: Alert
}) {
  const owners = new LRUCache<string, MeterOwner>({
    max: MAX_ENTRIES,
    ttl: FRESH_MS,
    ttlResolution: 0,
    perf: { now: () => now().getTime() },
    fetchMethod: async (meterNumber) => {
      const result = await biller.inquirePln(meterNumber)
      if (result.kind === 'UNAVAILABLE' && result.isAboutAnother) {
        alert('biller.response.other_sale', { number: maskedNumber(meterNumber) })
      }
      if (result.kind !== 'FOUND') throw billerRefusal(result, 'PREPAID')
      return result.value
    },
  })
  return {
    /** Concurrent callers share one request. @throws BILLER_REJECTED with the biller's `rc`, BILLER_UNAVAILABLE */
    of: (meterNumber: string): Promise<MeterOwner> => owners.forceFetch(meterNumber),
  }
}
