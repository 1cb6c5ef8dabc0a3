import { DateTime, LocalTime, Rupiah } from '@setrum/subgraph-kit'
import { MasterAuditEvent } from './master-audit-event.js'
import { Mutation } from './mutation.js'
import { Product } from './product.js'
import { Query } from './query.js'
import { Shift } from './shift.js'

export const resolvers = { DateTime, LocalTime, Rupiah, MasterAuditEvent, Mutation, Product, Query, Shift }
