import type { Logger } from '@setrum/service-runtime'

/** Events that need a person. Alert rules match on the codes, never on the text. */
export const ALERTS = {
  'sale.review_required': 'a transaction has a new review reason',
  'sale.status_corrected': 'an admin corrected a final status',
  'sale.status_confirmed': 'an admin confirmed a final status',
  'biller.account_problem': 'the biller refuses because of our account or configuration',
  'biller.bills_do_not_add_up': 'the bills of an inquiry do not add up to its price',
  'biller.bill_cost_above_price': 'the biller takes more for a bill than the customer pays',
  'biller.bill_codes_unknown': 'configured codes for bills are not on the price list of the biller',
  'biller.response.other_sale': 'a response to an inquiry describes another customer or product',
  'biller.callback.unknown_ref': 'a callback names a ref id that we never sent',
  'biller.callback.other_sale': 'a signed callback describes another sale than its ref id',
} as const

/** Raises an alert. The details never contain a token, a signature or a full meter number. */
export type Alert = (event: keyof typeof ALERTS, details: Record<string, unknown>) => void

/** An alert is a log line of level error with `alert: true`, and counts in `transactions_alerts_total`. */
export function createAlert({ logger, count }: { logger: Logger; count: () => void }): Alert {
  return (event, details) => {
    count()
    logger.error({ alert: true, event, ...details }, ALERTS[event])
  }
}
