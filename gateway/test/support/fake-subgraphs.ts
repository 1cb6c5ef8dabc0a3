import { GraphQLError } from 'graphql'
import { FakeSubgraph } from './fake-subgraph.js'

export const SECRET = 'a secret of at least thirty-two bytes'
const AT = '2026-01-05T01:00:00.000Z'
const TOTAL = { count: 2, amount: 102_000, share: 1 }
const NONE = { count: 0, amount: 0, share: 0 }
const SUMMARY = {
  success: TOTAL,
  processing: NONE,
  failed: NONE,
  daily: [
    {
      date: '2026-01-05',
      success: { count: 2, amount: 102_000, average: 51_000 },
      processing: { count: 0, amount: 0, average: 0 },
      failed: { count: 0, amount: 0, average: 0 },
    },
  ],
}
const PAGE = { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null }

const shifts = [
  { id: 's1', name: 'Pagi', startAt: '08:00', endAt: '15:59', active: true, open: true, createdAt: AT, updatedAt: AT },
  { id: 's2', name: 'Sore', startAt: '16:00', endAt: '23:59', active: true, open: false, createdAt: AT, updatedAt: AT },
]
const products = [
  {
    code: 'hpln50000',
    type: 'PREPAID',
    name: 'Token PLN 50.000',
    nominal: 50_000,
    cost: 50_500,
    price: 51_000,
    adminFee: null,
    active: true,
  },
]
const person = (id: string, name: string, shiftId: string) => ({
  id,
  name,
  employeeNumber: `K-${id}`,
  email: `${id}@kasir.test`,
  phone: '081234567890',
  address: null,
  role: 'EMPLOYEE',
  active: true,
  shift: { __typename: 'Shift', id: shiftId },
  createdAt: AT,
  updatedAt: AT,
})
const people = [person('u1', 'Siti', 's1'), person('u2', 'Budi', 's2')]
const sale = (n: number) => ({
  id: `t${n}`,
  invoice: `INV-000000000000000${n}`,
  productType: 'PREPAID',
  productCode: 'hpln50000',
  product: { __typename: 'Product', code: 'hpln50000' },
  customer: { number: '12345678901', name: 'Pelanggan' },
  status: 'SUCCESS',
  price: 51_000,
  bills: [],
  employee: { __typename: 'User', id: `u${(n % 2) + 1}` },
  employeeName: n % 2 ? 'Budi' : 'Siti',
  shift: { __typename: 'Shift', id: 's1' },
  events: [],
  createdAt: AT,
  updatedAt: AT,
})
const sales = [1, 2, 3, 4].map(sale)

/** What users says of sessions when the gateway asks; tests write into it. */
export interface FakeSessions {
  ended: string[]
  inactive: string[]
  apiKeys: { id: string; hash: string; kind: string; userId: string; shiftId: string | null }[]
}

/** The three subgraphs with a handful of fixed data. */
export function fakeSubgraphs() {
  const sessions: FakeSessions = { ended: [], inactive: [], apiKeys: [] }
  const users = new FakeSubgraph('users', {
    secret: SECRET,
    resolvers: {
      User: { __resolveReference: ({ id }: { id: string }) => people.find((one) => one.id === id) ?? null },
      Query: {
        sessionChanges: () => ({
          at: new Date().toISOString(),
          endedSessions: sessions.ended,
          inactivePeople: sessions.inactive,
          apiKeys: sessions.apiKeys,
        }),
        me: () => people[0],
        user: (_: unknown, { id }: { id: string }) => people.find((one) => one.id === id) ?? null,
        users: () => ({ nodes: people, pageInfo: PAGE, totalCount: people.length }),
      },
      Mutation: {
        login: () => {
          throw new GraphQLError('Email atau password salah', { extensions: { code: 'INVALID_CREDENTIALS' } })
        },
        logout: () => true,
        changePassword: () => {
          throw new GraphQLError('MongoServerError: E11000 at 10.0.0.7', {
            extensions: { code: 'E11000', stacktrace: ['at x.js'] },
          })
        },
        updateUser: () => people[0],
      },
    },
  })
  const master = new FakeSubgraph('master', {
    secret: SECRET,
    resolvers: {
      Shift: { __resolveReference: ({ id }: { id: string }) => shifts.find((one) => one.id === id) ?? null },
      Product: {
        __resolveReference: ({ code }: { code: string }) => products.find((one) => one.code === code) ?? null,
      },
      Query: {
        shifts: () => shifts,
        shift: (_: unknown, { id }: { id: string }) => shifts.find((one) => one.id === id) ?? null,
        products: () => products,
        product: (_: unknown, { code }: { code: string }) => products.find((one) => one.code === code) ?? null,
      },
    },
  })
  const transactions = new FakeSubgraph('transactions', {
    secret: SECRET,
    resolvers: {
      User: { __resolveReference: ({ id }: { id: string }) => ({ id }), sales: () => SUMMARY },
      Shift: { __resolveReference: ({ id }: { id: string }) => ({ id }), sales: () => SUMMARY },
      Transaction: { __resolveReference: ({ id }: { id: string }) => sales.find((one) => one.id === id) ?? null },
      Query: {
        salesSummary: () => SUMMARY,
        transactions: () => ({ nodes: sales, pageInfo: PAGE, totalCount: sales.length }),
        transaction: (_: unknown, { id }: { id: string }) => sales.find((one) => one.id === id) ?? null,
        inquirePrepaidCustomer: (_: unknown, { meterNumber }: { meterNumber: string }) => ({ number: meterNumber }),
      },
      Mutation: { buyToken: () => sales[0] },
    },
  })
  return { users, master, transactions, sessions }
}
