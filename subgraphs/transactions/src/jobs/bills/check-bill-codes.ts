import { startJob } from '@setrum/subgraph-kit'
import type { Deps } from '../../context.js'

const EVERY_THIRTY_SECONDS = '*/30 * * * * *'

/**
 * Checks the configured bill codes against the biller's price list, once, as soon as the biller returns it: the biller has
 * renamed its code for non-taglis before. An unknown code raises an alert.
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
    const result = await biller.listPostpaid()
    // An empty list proves nothing.
    if (isChecked || result.kind !== 'FOUND' || result.value.length === 0) return
    isChecked = true
    job.stop()
    const known = new Set(result.value.map(({ code }) => code))
    const missing = Object.values(billCodes).filter((code) => !known.has(code))
    if (missing.length > 0) alert('biller.bill_codes_unknown', { missing })
  }
  const job = startJob({ name: 'check-bill-codes', schedule: EVERY_THIRTY_SECONDS, run: check, logger })
  void job.trigger()
  return { stop: job.stop }
}
