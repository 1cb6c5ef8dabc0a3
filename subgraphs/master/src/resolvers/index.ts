import { DateTime, LocalTime, Rupiah, requireAdmin, requireAuthenticated, requireService } from '@setrum/subgraph-kit'
import { isWithinShift } from '@setrum/units'
import type { Context } from '../context.js'
import type {
  MasterAuditAction,
  MasterAuditEventResolvers,
  MutationResolvers,
  ShiftResolvers,
} from '../generated/resolvers.js'
import type { Shift as ShiftModel } from '../models/shift.js'
import { createShift, updateShift } from '../services/shifts.js'
import { updateProduct } from '../services/update-product.js'
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

const Mutation: MutationResolvers = {
  createShift: (_root, { input }, { viewer, deps }) => createShift({ input, viewer: requireAdmin(viewer) }, deps),
  updateShift: (_root, { id, input }, { viewer, deps }) =>
    updateShift({ id, input, viewer: requireAdmin(viewer) }, deps),
  updateProduct: (_root, { code, input }, { viewer, deps }) =>
    updateProduct({ code, input, viewer: requireAdmin(viewer) }, deps),
  refreshPrices: async (_root, _args, { viewer, deps, deadline }) => {
    requireService(viewer)
    return (await deadline.race(deps.refreshPrices())) ?? false
  },
}

export const resolvers = { DateTime, LocalTime, Rupiah, MasterAuditEvent, Mutation, Product, Query, Shift }
