import type { Deps } from '../../context.js'

const AGAIN_MS = 30_000

/**
 * The biller renamed its code for non-taglis once: a wrong one in the configuration is told at the start, or as soon as
 * the biller gives its price list.
 */
export function checkBillCodes({
  biller,
  billCodes,
  alert,
}: Pick<Deps, 'billCodes' | 'alert'> & { biller: Pick<Deps['biller'], 'listPostpaid'> }): { stop: () => void } {
  let isChecked = false
  const check = async () => {
    const answer = await biller.listPostpaid()
    // An empty list is no answer.
    if (isChecked || answer.kind !== 'FOUND' || answer.value.length === 0) return
    isChecked = true
    clearInterval(timer)
    const known = new Set(answer.value.map(({ code }) => code))
    const missing = Object.values(billCodes).filter((code) => !known.has(code))
    if (missing.length > 0) alert('configured codes for bills are not on the price list', { missing })
  }
  const timer = setInterval(() => void check(), AGAIN_MS)
  void check()
  return { stop: () => clearInterval(timer) }
}
