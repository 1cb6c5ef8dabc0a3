import type { ApiKeyResolvers } from '../generated/resolvers.js'

export const ApiKey: ApiKeyResolvers = {
  actsAs: ({ userId }, _args, { loaders }) => loaders.userById.load(userId),
}
