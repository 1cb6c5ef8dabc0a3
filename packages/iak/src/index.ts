export { matchesItsBills } from './bill.js'
export { type Callback, parseCallback } from './callback.js'
export {
  type Answer,
  createIakClient,
  type IakClient,
  type IakOptions,
  type MeterOwner,
  type PostpaidProduct,
  type PrepaidProduct,
} from './client.js'
export { readBillerEnv } from './env.js'
export type { BillDetail, BillDetails, Outcome, PendingReason, Said } from './outcome.js'
export { parseSegmentPower, parseSerialNumber, type SerialNumber } from './serial-number.js'
export { type Account, isCallbackSign, signOf } from './sign.js'
