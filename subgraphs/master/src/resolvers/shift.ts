import { requireAuthenticated } from '@setrum/subgraph-kit'
import { isWithinShift } from '@setrum/units'
import type { Context } from '../context.js'
import type { ShiftResolvers } from '../generated/resolvers.js'
import type { Shift as Parent } from '../models/shift.js'

export const Shift: ShiftResolvers<Context, Parent> = {
  __resolveReference: ({ id }, { viewer, loaders }) => {
    requireAuthenticated(viewer)
    return loaders.shiftById.load(id)
  },
  open: (shift, _args, { deps }) => shift.active && isWithinShift(shift, deps.now(), deps.timeZone),
}
