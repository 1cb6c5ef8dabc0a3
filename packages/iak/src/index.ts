export { hasMatchingTotal, totalOf } from './bill.js'
export { type Callback, parseCallback } from './callback.js'
export {
  createIakClient,
  type IakClient,
  type IakOptions,
  type InquiryResult,
  type MeterOwner,
  type PostpaidProduct,
  type PrepaidProduct,
} from './client/iak-client.js'
export { type Account, createSignature, isCallbackSignature } from './client/signature.js'
export { readBillerEnv } from './env.js'
export { isPlausibleCost } from './plausible-cost.js'
export type { Subject } from './response-codes/classify-call.js'
export type { BillDetail, BillDetails, BillerResponse, Outcome, PendingReason } from './response-codes/outcome.js'
export { parseSegmentPower, parseSerialNumber, type SerialNumber } from './serial-number.js'
