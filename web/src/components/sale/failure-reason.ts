import type { ProductType } from '@/gen/graphql'

/** Reasons of a failed sale in a shop owner's words: keys of `failureReason` in the messages. */
export type FailureReason =
  | 'alreadyPaid'
  | 'billExpired'
  | 'billMissing'
  | 'billerDown'
  | 'cutOff'
  | 'dailyLimit'
  | 'deposit'
  | 'numberBlocked'
  | 'numberWrong'
  | 'payAtPln'
  | 'productDown'
  | 'tryLater'

const PREPAID: Partial<Record<string, FailureReason>> = {
  '10': 'dailyLimit',
  '13': 'numberBlocked',
  '14': 'numberWrong',
  '16': 'numberWrong',
  '17': 'deposit',
  '20': 'productDown',
  '106': 'productDown',
  '110': 'billerDown',
  '202': 'dailyLimit',
  '203': 'numberWrong',
  '206': 'numberBlocked',
  '207': 'dailyLimit',
}

const POSTPAID: Partial<Record<string, FailureReason>> = {
  '01': 'alreadyPaid',
  '04': 'billExpired',
  '08': 'numberBlocked',
  '09': 'tryLater',
  '10': 'billMissing',
  '13': 'numberBlocked',
  '14': 'numberWrong',
  '15': 'numberWrong',
  '16': 'numberWrong',
  '17': 'deposit',
  '20': 'productDown',
  '30': 'payAtPln',
  '31': 'payAtPln',
  '32': 'payAtPln',
  '33': 'tryLater',
  '34': 'alreadyPaid',
  '35': 'payAtPln',
  '36': 'payAtPln',
  '38': 'tryLater',
  '40': 'alreadyPaid',
  '41': 'payAtPln',
  '91': 'tryLater',
  '92': 'tryLater',
  '103': 'tryLater',
  '105': 'tryLater',
  '106': 'productDown',
  '109': 'cutOff',
  '110': 'billerDown',
}

/**
 * The one dictionary of the biller's response codes for the screen; codes without a reason that helps the shop are left out.
 * @see biller reference, "Response codes"
 */
export function failureReasonOf(productType: ProductType, responseCode: string | null): FailureReason | null {
  return (productType === 'PREPAID' ? PREPAID : POSTPAID)[responseCode ?? ''] ?? null
}
