// Schemas of the three subgraphs, and fixed data, the same for every peer.
import { readFileSync } from 'node:fs'

const read = (path) => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8')

const BASE = Date.UTC(2024, 6, 10)
const at = (n) => new Date(BASE + n * 60_000).toISOString()

const shifts = [
  ['shift-1', 'Pagi', '08:00', '15:59'],
  ['shift-2', 'Sore', '16:00', '23:59'],
  ['shift-3', 'Malam', '00:00', '07:59'],
].map(([id, name, startAt, endAt]) => ({ id, name, startAt, endAt, active: true, open: id === 'shift-1' }))

const users = Array.from({ length: 5 }, (_, n) => ({
  id: `user-${n}`,
  name: `Karyawan ${n}`,
  email: `karyawan${n}@setrum.test`,
  role: 'EMPLOYEE',
  active: true,
  // With the provided fields of Session.user: Hive Gateway also uses them elsewhere, which saves a call.
  shift: { __typename: 'Shift', ...shifts[n % 3] },
}))

const products = Array.from({ length: 12 }, (_, n) => ({
  code: `pln${(n + 1) * 10}`,
  type: 'PREPAID',
  name: `Token PLN ${(n + 1) * 10}.000`,
  price: (n + 1) * 10_000 + 2_500,
  active: true,
}))

const transactions = Array.from({ length: 100 }, (_, n) => ({
  id: `transaction-${n}`,
  invoice: `INV-${String(20240710000000 + n).padStart(16, '0')}`,
  productType: 'PREPAID',
  productCode: products[n % 12].code,
  product: { __typename: 'Product', code: products[n % 12].code },
  customer: { number: '14100000001', name: 'BUDI SANTOSO', tariff: 'R1M', power: 900 },
  status: n % 9 === 0 ? 'PROCESSING' : 'SUCCESS',
  price: products[n % 12].price,
  token: '12345678901234567890',
  kwh: 66.2,
  bills: [],
  employee: { __typename: 'User', id: `user-${n % 5}` },
  employeeName: `Karyawan ${n % 5}`,
  shift: { __typename: 'Shift', id: `shift-${(n % 3) + 1}` },
  events: ['CREATED', 'SENT', 'BILLER_ANSWER'].map((type, k) => ({ at: at(n + k), type, actor: 'system' })),
  createdAt: at(n),
  updatedAt: at(n + 1),
}))

const total = (n) => ({ count: 1000 + n, amount: 3_000_000_000 + n, share: 0.5 })
const day = (n) => ({ count: n, amount: n * 52_500, average: 52_500 })
const summary = {
  success: total(1),
  processing: total(2),
  failed: total(3),
  daily: Array.from({ length: 31 }, (_, n) => ({
    date: `2024-07-${String(n + 1).padStart(2, '0')}`,
    success: day(n + 10),
    processing: day(1),
    failed: day(2),
  })),
}

const page = (nodes) => ({ nodes, totalCount: nodes.length, pageInfo: { hasNextPage: false, hasPreviousPage: false } })
const by = (key, list) => (reference) => list.find((one) => one[key] === reference[key]) ?? null
const withSales =
  (type) =>
  ({ id }) => ({ __typename: type, id, sales: summary })

/** Resolvers of each subgraph. */
export const resolvers = {
  users: {
    Query: {
      me: () => users[0],
      user: (_root, { id }) => users.find((one) => one.id === id) ?? null,
      users: () => page(users),
    },
    User: { __resolveReference: by('id', users) },
  },
  master: {
    Query: { shifts: () => shifts, products: () => products },
    Shift: { __resolveReference: by('id', shifts) },
    Product: { __resolveReference: by('code', products) },
  },
  transactions: {
    Query: {
      transaction: (_root, { id }) => transactions.find((one) => one.id === id) ?? null,
      transactions: (_root, { first }) => page(transactions.slice(0, first)),
      salesSummary: () => summary,
    },
    Mutation: { buyToken: () => transactions[0] },
    User: { __resolveReference: withSales('User') },
    Shift: { __resolveReference: withSales('Shift') },
  },
}

/** Schema text and resolvers of each subgraph. */
export const subgraphs = Object.fromEntries(
  Object.entries(resolvers).map(([name, own]) => [
    name,
    { sdl: read(`subgraphs/${name}/schema.graphql`), resolvers: own },
  ]),
)

/** The committed supergraph with the subgraph URLs of this run. */
export function composeSupergraph(urls) {
  return read('supergraph.graphql').replace(
    /@join__graph\(name: "(\w+)", url: "[^"]*"\)/g,
    (_all, name) => `@join__graph(name: "${name}", url: "${urls[name]}")`,
  )
}
