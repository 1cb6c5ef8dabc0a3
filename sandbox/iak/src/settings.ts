import { z } from 'zod'

/** Settings that `POST /_admin/settings` can change. The defaults make sales succeed. */
export const settingsSchema = z.object({
  /** Processing time of prepaid in ms. 0: the top-up returns the result. null: never settles. `seeded`: 1-30 s. */
  delay: z.union([z.number().int().min(0), z.null(), z.literal('seeded')]),
  /** Time from a failure to the credit of the deposit. */
  creditDelayMs: z.number().int().min(0),
  /** One purchase per number and day: per denomination (202) or of any product (207). */
  dailyLimit: z.enum(['none', '202', '207']),
  /** Code of prepaid between 23:00 and 01:00 (`39`: pending until 01:00); bills return 109. `off`: no cut-off. */
  cutOff: z.enum(['off', '39', '106', '109']),
  /** The accepted non-taglis code; the other returns 20. */
  nonTaglisCode: z.enum(['PLNNONTAG', 'PLNNONH']),
  /** Set of test numbers for bills. */
  numbers: z.enum(['current', '2023']),
  /** Numbers as strings, strings as numbers, v1 names, a price list without its envelope. */
  typeVariance: z.boolean(),
  /** Format of serial numbers. */
  serialNumber: z.enum(['usual', 'slash', 'one-word', 'no-kwh', 'two-decimals', 'short-token', 'plain']),
  /** Number of status queries before a success shows its serial number. */
  serialNumberAfterPolls: z.number().int().min(0),
  callbacks: z.boolean(),
  /** Retries of a callback after a 5xx or a connection error; retry n waits n times callbackRetryMs. */
  callbackRetries: z.number().int().min(0).max(10),
  callbackRetryMs: z.number().int().min(0),
  /** Delay of a late callback (fault 4003); longer than polling needs to settle the sale. */
  lateCallbackMs: z.number().int().min(0),
  /** Delays of the slow responses of faults 3010 and 3011. */
  slowResponseMs: z.number().int().min(0),
  verySlowResponseMs: z.number().int().min(0),
  /** Form of `desc` when there is no bill: absent, empty text or empty list. */
  emptyDesc: z.enum(['none', 'text', 'list']),
  maintenance: z.boolean(),
  suspended: z.boolean(),
  rejectsAddress: z.boolean(),
})
export type Settings = z.infer<typeof settingsSchema>

export const defaultSettings = (delay: Settings['delay']): Settings => ({
  delay,
  creditDelayMs: 0,
  dailyLimit: 'none',
  cutOff: 'off',
  nonTaglisCode: 'PLNNONTAG',
  numbers: 'current',
  typeVariance: false,
  serialNumber: 'usual',
  serialNumberAfterPolls: 0,
  callbacks: true,
  callbackRetries: 3,
  callbackRetryMs: 1_000,
  lateCallbackMs: 8_000,
  slowResponseMs: 25_000,
  verySlowResponseMs: 45_000,
  emptyDesc: 'none',
  maintenance: false,
  suspended: false,
  rejectsAddress: false,
})
