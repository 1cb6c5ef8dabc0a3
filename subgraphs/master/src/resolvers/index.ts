import { DateTime, LocalTime, Rupiah } from '@setrum/subgraph-kit'
import { Mutation } from './mutation.js'
import { Product } from './product.js'
import { Query } from './query.js'
import { Shift } from './shift.js'

export const resolvers = { DateTime, LocalTime, Rupiah, Mutation, Product, Query, Shift }
