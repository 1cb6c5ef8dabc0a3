import { z } from 'zod'

// What this subgraph keeps a copy of, so that selling goes on when its owner is down. Parsed where it comes in: from
// the owner over HTTP, and from our own database.

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
