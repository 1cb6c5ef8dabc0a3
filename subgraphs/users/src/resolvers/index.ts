import { DateTime, LocalTime } from '@setrum/subgraph-kit'
import { ApiKey } from './api-key.js'
import { AuditEvent } from './audit-event.js'
import { Mutation } from './mutation.js'
import { Query } from './query.js'
import { Shift } from './shift.js'
import { User } from './user.js'

export const resolvers = { DateTime, LocalTime, ApiKey, AuditEvent, Mutation, Query, Shift, User }
