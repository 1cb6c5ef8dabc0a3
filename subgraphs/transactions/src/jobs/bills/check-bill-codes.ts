import { startJob } from '@setrum/subgraph-kit'
import type { Deps } from '../../context.js'

const EVERY_THIRTY_SECONDS = '*/30 * * * * *'

/**
 * The biller renamed its code for non-taglis once. A wrong code in the configuration leads to an alert at the start, or
 * as soon as the biller returns its price list.
 */
export function checkBillCodes({
  biller,
  billCodes,
  alert,
  logger,
}: Pick<Deps, 'billCodes' | 'alert' | 'logger'> & { biller: Pick<Deps['biller'], 'listPostpaid'> }): {
  stop: () => void
} {
  let isChecked = false
  const check = async () => {
    const answer = await biller.listPostpaid()
    // An empty list proves nothing.
    if (isChecked || answer.kind !== 'FOUND' || answer.value.length === 0) return
    isChecked = true
    job.stop()
    const known = new Set(answer.value.map(({ code }) => code))
    const missing = Object.values(billCodes).filter((code) => !known.has(code))
    if (missing.length > 0) alert('biller.bill_codes_unknown', { missing })
  }
  const job = startJob({ name: 'check-bill-codes', schedule: EVERY_THIRTY_SECONDS, run: check, logger })
  void job.trigger()
  return { stop: job.stop }
}
