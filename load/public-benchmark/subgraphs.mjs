// The schemas of the public gateways benchmark (github.com/graphql-hive/graphql-gateways-benchmark), with data of the same size.
// Our gateway requires subgraphs named users and transactions: here accounts and reviews.

const names = ['Ayu Lestari', 'Budi Santoso', 'Citra Dewi', 'Dimas Pratama', 'Eka Wulandari', 'Fajar Nugroho']
const users = names.map((name, index) => ({
  id: String(index + 1),
  name,
  username: name.split(' ')[0].toLowerCase(),
  birthday: 1_234_567_890,
}))

const products = [
  ['Table', 899, 100, true],
  ['Couch', 1_299, 1_000, false],
  ['Glass', 15, 20, false],
  ['Chair', 499, 100, false],
  ['TV', 1_299, 1_000, true],
  ['Lamp', 6_999, 300, true],
  ['Grill', 3_999, 2_000, true],
  ['Fridge', 100_000, 6_000, false],
  ['Sofa', 9_999, 800, true],
].map(([name, price, weight, inStock], index) => ({ upc: String(index + 1), name, price, weight, inStock }))

const SENTENCE = 'Delivered on time, easy to assemble, and the surface still looks new after a year of daily use. '
/** Product and length of the text of each review. */
const reviews = [
  ['1', 445],
  ['1', 289],
  ['1', 278],
  ['1', 147],
  ['2', 445],
  ['2', 289],
  ['2', 278],
  ['2', 147],
  ['3', 147],
  ['4', 147],
  ['4', 866],
].map(([upc, length], index) => ({
  id: String(index + 1),
  body: SENTENCE.repeat(10).slice(0, length),
  product: { upc },
  author: { id: '1', username: users[0].username },
}))

const findProduct = ({ upc }) => products.find((one) => one.upc === upc) ?? null

const LINK =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key", "@external", "@requires", "@provides", "@shareable"])'

export const subgraphs = {
  users: {
    sdl: `${LINK}
      type Query { me: User user(id: ID!): User users: [User] }
      type User @key(fields: "id") { id: ID! name: String username: String @shareable birthday: Int }`,
    resolvers: {
      Query: { me: () => users[0], user: (_root, { id }) => users.find((one) => one.id === id), users: () => users },
      User: { __resolveReference: ({ id }) => users.find((one) => one.id === id) ?? null },
    },
  },
  inventory: {
    sdl: `${LINK}
      type Product @key(fields: "upc") {
        upc: String! weight: Int @external price: Int @external inStock: Boolean
        shippingEstimate: Int @requires(fields: "price weight")
      }`,
    resolvers: {
      Product: {
        __resolveReference: ({ upc, price, weight }) => ({ upc, price, weight, inStock: findProduct({ upc }).inStock }),
        shippingEstimate: ({ price, weight }) => (price > 1_000 ? 0 : Math.floor(weight / 2)),
      },
    },
  },
  products: {
    sdl: `${LINK}
      type Query { topProducts(first: Int = 5): [Product] }
      type Product @key(fields: "upc") { upc: String! name: String price: Int weight: Int }`,
    resolvers: {
      Query: { topProducts: (_root, { first }) => products.slice(0, first) },
      Product: { __resolveReference: findProduct },
    },
  },
  transactions: {
    sdl: `${LINK}
      type Review @key(fields: "id") { id: ID! body: String product: Product author: User @provides(fields: "username") }
      type User @key(fields: "id") { id: ID! username: String @external reviews: [Review] }
      type Product @key(fields: "upc") { upc: String! reviews: [Review] }`,
    resolvers: {
      Review: { __resolveReference: ({ id }) => reviews.find((one) => one.id === id) ?? null },
      User: { reviews: () => reviews.slice(0, 2) },
      Product: { reviews: ({ upc }) => reviews.filter(({ product }) => product.upc === upc) },
    },
  },
}

export async function composeSupergraph(urls) {
  const { composeServices } = await import('@apollo/composition')
  const { parse } = await import('graphql')
  const { supergraphSdl, errors } = composeServices(
    Object.entries(subgraphs).map(([name, { sdl }]) => ({ name, url: urls[name], typeDefs: parse(sdl) })),
  )
  if (errors) throw new AggregateError(errors, 'The subgraphs do not compose.')
  return supergraphSdl
}
