import { DateTime } from '@setrum/subgraph-kit'
import type { Resolvers } from '../generated/resolvers.js'
import { Mutation } from './mutation.js'
import { Query } from './query.js'
import { User } from './user.js'

export const resolvers: Resolvers = { DateTime, Mutation, Query, User }
