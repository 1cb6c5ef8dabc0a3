import { z } from 'zod'

// Rows of the local replicas, with which selling goes on while their source is down. They are parsed when they are read
// from the source and from our own database.

/** Working hours, owned by master: wall-clock `HH:mm`, the last minute inclusive. */
export const replicatedShift = z.object({
  id: z.string(),
  name: z.string(),
  startAt: z.string(),
  endAt: z.string(),
  active: z.boolean(),
})
export type ReplicatedShift = z.infer<typeof replicatedShift>

/** A user, owned by users. */
export const replicatedUser = z.object({
  id: z.string(),
  name: z.string(),
  active: z.boolean(),
  role: z.enum(['ADMIN', 'EMPLOYEE']),
  shiftId: z.string().nullable(),
})
export type ReplicatedUser = z.infer<typeof replicatedUser>

const amount = z.number().int().nullable()

/** A product of the counter, owned by master. Amounts in whole rupiah; null for bills. */
export const replicatedProduct = z.object({
  code: z.string(),
  type: z.enum(['PREPAID', 'POSTPAID', 'NON_TAGLIS']),
  name: z.string(),
  nominal: amount,
  cost: amount,
  price: amount,
  active: z.boolean(),
})
export type ReplicatedProduct = z.infer<typeof replicatedProduct>
