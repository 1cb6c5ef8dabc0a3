import { DateTime } from '@setrum/subgraph-kit'
import { AuditEvent } from './audit-event.js'
import { Mutation } from './mutation.js'
import { Query } from './query.js'
import { User } from './user.js'

export const resolvers = { DateTime, AuditEvent, Mutation, Query, User }
