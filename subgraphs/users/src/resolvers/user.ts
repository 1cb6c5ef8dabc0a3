import type { Context } from '../context.js'
import type { UserResolvers } from '../generated/resolvers.js'
import type { User as Parent } from '../models/user.js'

export const User: UserResolvers<Context, Parent> = {
  // An entity fetch is a way in like any other: admins see everybody, employees themselves, others nobody.
  __resolveReference: ({ id }, { viewer, loaders }) => {
    const isAllowed = viewer.role === 'ADMIN' || (viewer.role === 'EMPLOYEE' && viewer.userId === id)
    return isAllowed ? loaders.userById.load(id) : null
  },
  shift: ({ shiftId }) => (shiftId === null ? null : { __typename: 'Shift', id: shiftId }),
}
