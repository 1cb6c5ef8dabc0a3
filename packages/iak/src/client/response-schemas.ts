import { z } from 'zod'

// The biller sends numbers as strings and strings as numbers, and omits members of error objects. These schemas read
// leniently; all other code is strict. Unknown members are dropped.
/** Longer than every documented text, and short enough that a text of the biller does not fill documents and lists. */
const MAX_TEXT_LENGTH = 300
/** More than any payment covers. */
const MAX_BILLS = 100
const text = z
  .union([z.string(), z.number()])
  .transform((value) => cleanText(String(value)))
  .optional()
  .catch(undefined)
const amount = z
  .union([z.number(), z.string().regex(/^\d+(\.0+)?$/)])
  .transform(Number)
  .pipe(z.number().int().nonnegative())
  .optional()
  .catch(undefined)
/** Cuts a text, and replaces what neither a screen nor a receipt can show. */
function cleanText(value: string): string {
  return value
    .slice(0, MAX_TEXT_LENGTH)
    .replace(/\p{Cc}/gu, ' ')
    .replace(/\p{Cs}/gu, '')
    .trim()
}
/** Codes have leading zeros, which a number loses. */
const code = text.transform((value) => (/^\d$/.test(value ?? '') ? `0${value}` : value))
/** An unreadable status is unknown, which differs from a missing one. */
const UNKNOWN_STATUS = -1
const status = z
  .union([z.number(), z.string().trim().regex(/^\d+$/)])
  .transform(Number)
  .nullish()
  .transform((value) => value ?? undefined)
  .catch(UNKNOWN_STATUS)

/** `desc` may be an object, an empty string or an empty list when nothing is known. */
const description = <T extends z.ZodRawShape>(shape: T) => z.object(shape).partial().optional().catch(undefined)

const bill = z.object({
  periode: text,
  nilai_tagihan: amount,
  admin: amount,
  denda: amount,
  total: amount,
  meter_awal: text,
  meter_akhir: text,
})

const prepaid = z.object({
  ref_id: text,
  status,
  rc: code,
  message: text,
  // v1 names can appear beside v2's.
  customer_id: text,
  hp: text,
  product_code: text,
  code: text,
  price: amount,
  balance: amount,
  tr_id: text,
  sn: text,
  sign: text,
  meter_no: text,
  subscriber_id: text,
  name: text,
  segment_power: text,
})
export type PrepaidReply = z.infer<typeof prepaid>

const postpaid = z.object({
  ref_id: text,
  tr_id: text,
  status,
  response_code: code,
  rc: code,
  message: text,
  code: text,
  hp: text,
  tr_name: text,
  period: text,
  nominal: amount,
  admin: amount,
  price: amount,
  selling_price: amount,
  balance: amount,
  noref: text,
  no_ref: text,
  datetime: text,
  desc: description({
    tarif: text,
    daya: amount,
    lembar_tagihan: amount,
    lembar_tagihan_sisa: amount,
    tagihan: description({
      detail: z
        .array(z.unknown())
        .transform((bills) => bills.slice(0, MAX_BILLS))
        .pipe(z.array(bill))
        .catch([]),
    }),
    transaksi: text,
    no_registrasi: text,
    tanggal_registrasi: text,
  }),
})
export type PostpaidReply = z.infer<typeof postpaid>

const envelope = z.object({ data: z.unknown() })

function dataOf<T>(schema: z.ZodType<T>, json: unknown): T | null {
  const outer = envelope.safeParse(json)
  const inner = schema.safeParse(outer.success ? outer.data.data : null)
  return inner.success ? inner.data : null
}

/** The prepaid response in a JSON body; null without one. */
export const readPrepaid = (json: unknown): PrepaidReply | null => dataOf(prepaid, json)
/** The postpaid response in a JSON body; null without one. */
export const readPostpaid = (json: unknown): PostpaidReply | null => dataOf(postpaid, json)

const MAX_CODE_LENGTH = 64

const prepaidRow = z.object({
  product_code: z.string().min(1).max(MAX_CODE_LENGTH),
  product_description: text,
  product_nominal: text,
  product_details: text,
  product_price: amount,
  product_type: text,
  status: text,
})

/** The rows of a prepaid price list: `data.pricelist`, or a bare list in `data` as the reference's example has it. */
export function readPrepaidRows(json: unknown): z.infer<typeof prepaidRow>[] | null {
  const rows = z.union([
    z.array(z.unknown()),
    z.object({ pricelist: z.array(z.unknown()) }).transform((data) => data.pricelist),
  ])
  return readRows(dataOf(rows, json), prepaidRow)
}

const postpaidRow = z.object({
  code: z.string().min(1).max(MAX_CODE_LENGTH),
  name: text,
  status: amount,
  fee: amount,
  komisi: amount,
  type: text,
})

/** The rows of a postpaid price list. */
export function readPostpaidRows(json: unknown): z.infer<typeof postpaidRow>[] | null {
  const rows = z.object({ pasca: z.array(z.unknown()) }).transform((data) => data.pasca)
  return readRows(dataOf(rows, json), postpaidRow)
}

/** One unreadable row hides only itself. */
function readRows<T>(rows: unknown[] | null, row: z.ZodType<T>): T[] | null {
  if (!rows) return null
  return rows.flatMap((candidate) => {
    const parsed = row.safeParse(candidate)
    return parsed.success ? [parsed.data] : []
  })
}
