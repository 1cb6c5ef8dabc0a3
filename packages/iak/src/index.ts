export { hasMatchingTotal } from './bill.js'
export { type Callback, parseCallback } from './callback.js'
export {
  createIakClient,
  type IakClient,
  type IakOptions,
  type InquiryResult,
  type MeterOwner,
  type PostpaidProduct,
  type PrepaidProduct,
} from './client.js'
export { readBillerEnv } from './env.js'
export type { BillDetail, BillDetails, BillerResponse, Outcome, PendingReason } from './outcome.js'
export { parseSegmentPower, parseSerialNumber, type SerialNumber } from './serial-number.js'
export { type Account, createSignature, isCallbackSignature } from './sign.js'
