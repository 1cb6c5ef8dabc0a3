import type { UserResolvers } from '../generated/resolvers.js'

export const User: UserResolvers = {
  // An entity fetch is a way in like any other: employees see themselves, admins everybody.
  __resolveReference: ({ id }, { viewer, loaders }) => {
    const isAllowed = viewer.role === 'ADMIN' || (viewer.role === 'EMPLOYEE' && viewer.userId === id)
    return isAllowed ? loaders.userById.load(id) : null
  },
  shift: ({ shiftId }) => (shiftId === null ? null : { id: shiftId }),
}
