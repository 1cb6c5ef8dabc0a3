import { z } from 'zod'

/** A shift of master's, as far as a sign-in needs it. Hours are wall-clock `HH:mm`, the last minute inclusive. */
export const replicatedShift = z.object({
  id: z.string(),
  name: z.string(),
  startAt: z.string(),
  endAt: z.string(),
  active: z.boolean(),
})
export type ReplicatedShift = z.infer<typeof replicatedShift>
