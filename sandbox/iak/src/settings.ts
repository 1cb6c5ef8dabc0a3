import { z } from 'zod'

/** What can be changed while the sandbox runs (`POST /_admin/settings`); every default is the friendliest biller. */
export const settingsSchema = z.object({
  /** Processing time of prepaid in ms; 0 answers the top-up with the result; null: never by itself. `seeded`: 1-30 s. */
  delay: z.union([z.number().int().min(0), z.null(), z.literal('seeded')]),
  /** How long after a failure the deposit is credited back. */
  creditDelayMs: z.number().int().min(0),
  /** One purchase a day of a denomination (202) or of anything (207) for one number. */
  dailyLimit: z.enum(['none', '202', '207']),
  /** What prepaid does between 23:00 and 01:00 (`39`: pending until 01:00); bills answer 109. `off`: round the clock. */
  cutOff: z.enum(['off', '39', '106', '109']),
  /** The non-taglis code that is known; the other answers 20. */
  nonTaglisCode: z.enum(['PLNNONTAG', 'PLNNONH']),
  /** Which of the biller's test numbers for bills are known. */
  numbers: z.enum(['current', '2023']),
  /** Numbers as strings and the other way round, v1 names, a price list without its envelope. */
  jitter: z.boolean(),
  /** Serial numbers other than the usual one. */
  serialNumber: z.enum(['usual', 'slash', 'one-word', 'no-kwh', 'two-decimals', 'short-token', 'plain']),
  /** A success shows its serial number only after so many status queries. */
  serialNumberAfterPolls: z.number().int().min(0),
  callbacks: z.boolean(),
  /** How often a callback is sent again when its receiver is ill, and how long after (once, twice, three times as long). */
  callbackRetries: z.number().int().min(0).max(10),
  callbackRetryMs: z.number().int().min(0),
  /** How late a late callback is (fault 4003): long after polling has settled the sale. */
  lateCallbackMs: z.number().int().min(0),
  /** When the late answers of faults 3010 and 3011 come. */
  slowAnswerMs: z.number().int().min(0),
  verySlowAnswerMs: z.number().int().min(0),
  /** What `desc` is when nothing is known. */
  emptyDesc: z.enum(['none', 'text', 'list']),
  maintenance: z.boolean(),
  suspended: z.boolean(),
  refusesAddress: z.boolean(),
})
export type Settings = z.infer<typeof settingsSchema>

export const defaultSettings = (delay: Settings['delay']): Settings => ({
  delay,
  creditDelayMs: 0,
  dailyLimit: 'none',
  cutOff: 'off',
  nonTaglisCode: 'PLNNONTAG',
  numbers: 'current',
  jitter: false,
  serialNumber: 'usual',
  serialNumberAfterPolls: 0,
  callbacks: true,
  callbackRetries: 3,
  callbackRetryMs: 1_000,
  lateCallbackMs: 8_000,
  slowAnswerMs: 25_000,
  verySlowAnswerMs: 45_000,
  emptyDesc: 'none',
  maintenance: false,
  suspended: false,
  refusesAddress: false,
})
