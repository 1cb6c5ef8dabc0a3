import { z } from 'zod'

// Rows of the local replicas, by which selling goes on while their source is down. Parsed where they come in: from the
// source over HTTP, and from our own database.

/** Working hours, owned by master: wall-clock `HH:mm`, the last minute inclusive. */
export const shiftCopy = z.object({
  id: z.string(),
  name: z.string(),
  startAt: z.string(),
  endAt: z.string(),
  active: z.boolean(),
})
export type ShiftCopy = z.infer<typeof shiftCopy>

/** A person, owned by users. */
export const personCopy = z.object({
  id: z.string(),
  name: z.string(),
  active: z.boolean(),
  role: z.enum(['ADMIN', 'EMPLOYEE']),
  shiftId: z.string().nullable(),
})
export type PersonCopy = z.infer<typeof personCopy>

const amount = z.number().int().nullable()

/** A product of the counter, owned by master. Amounts in whole rupiah; null for bills. */
export const productCopy = z.object({
  code: z.string(),
  type: z.enum(['PREPAID', 'POSTPAID', 'NON_TAGLIS']),
  name: z.string(),
  nominal: amount,
  cost: amount,
  price: amount,
  active: z.boolean(),
})
export type ProductCopy = z.infer<typeof productCopy>
