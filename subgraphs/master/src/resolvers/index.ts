import { DateTime, LocalTime, Rupiah, requireAuthenticated } from '@setrum/subgraph-kit'
import { isWithinShift } from '@setrum/units'
import type { Context } from '../context.js'
import type { MasterAuditAction, MasterAuditEventResolvers, ShiftResolvers } from '../generated/resolvers.js'
import type { Shift as ShiftModel } from '../models/shift.js'
import { Mutation } from './mutation.js'
import { Product } from './product.js'
import { Query } from './query.js'

const MasterAuditEvent: MasterAuditEventResolvers = {
  id: ({ number }) => String(number),
  // The cast is safe: only this subgraph's services write its audit trail.
  action: ({ action }) => action as MasterAuditAction,
  actor: ({ actorId }) => (actorId === null ? null : { __typename: 'User', id: actorId }),
  subject: ({ subjectId }) => subjectId ?? '',
}

const Shift: ShiftResolvers<Context, ShiftModel> = {
  __resolveReference: ({ id }, { viewer, loaders }) => {
    requireAuthenticated(viewer)
    return loaders.shiftById.load(id)
  },
  open: (shift, _args, { deps }) => shift.active && isWithinShift(shift, deps.now(), deps.timeZone),
}

export const resolvers = { DateTime, LocalTime, Rupiah, MasterAuditEvent, Mutation, Product, Query, Shift }
