import { describe, expect, test } from 'vitest'
import { createSmallGraph } from './support/small-graph.js'

describe('fetches of one step to one subgraph', () => {
  const graph = createSmallGraph({
    users: {
      sdl: `type Query { users: [User!] boss: User } type User @key(fields: "id") { id: ID! name: String }`,
      resolvers: {
        Query: { users: () => [{ id: '1' }, { id: '2' }], boss: () => ({ id: '1' }) },
      },
    },
    sales: {
      sdl: `type Query { s: Int } type User @key(fields: "id") { id: ID! sales(year: Int): Int area: Area }
        type Area { name: String code: Int parent: Area }`,
      resolvers: {
        User: {
          __resolveReference: (key: object) => key,
          sales: ({ id }: { id: string }, { year }: { year?: number }) => Number(id) * (year ?? 1),
          area: ({ id }: { id: string }) => ({ name: `area ${id}`, code: 7, parent: { name: 'city', code: 1 } }),
        },
      },
    },
  })
  const toSales = (sent: { subgraph: string }[]) => sent.filter(({ subgraph }) => subgraph === 'sales')

  test('are one request, and equal selections send each representation once', async () => {
    const { data, sent } = await graph.execute('{ users { sales area { name } } boss { sales area { name } } }')
    expect(data).toEqual({
      users: [
        { sales: 1, area: { name: 'area 1' } },
        { sales: 2, area: { name: 'area 2' } },
      ],
      boss: { sales: 1, area: { name: 'area 1' } },
    })
    const calls = toSales(sent)
    expect(calls).toHaveLength(1)
    expect(calls[0]).toMatchObject({
      variables: {
        representations: [
          { __typename: 'User', id: '1' },
          { __typename: 'User', id: '2' },
        ],
      },
    })
  })

  test('are one request with different selections and variables', async () => {
    const query = 'query ($y: Int, $z: Int) { users { sales(year: $y) } boss { area { name } sales(year: $z) } }'
    const { data, sent } = await graph.execute(query, { y: 10, z: 5 })
    expect(data).toEqual({ users: [{ sales: 10 }, { sales: 20 }], boss: { area: { name: 'area 1' }, sales: 5 } })
    expect(toSales(sent)).toHaveLength(1)
  })

  test.each([
    ['one selection', 'query ($representations: Int) { users { sales(year: $representations) } }'],
    [
      'several selections',
      `query ($representations: Int, $representations0: Int, $representations0_: Boolean!) {
        users { sales(year: $representations) }
        boss { area { name } sales(year: $representations0) @include(if: $representations0_) } }`,
    ],
  ])("keep the values of a client's variables called representations with %s", async (_what, query) => {
    const variables = { representations: 10, representations0: 5, representations0_: true }
    const { data, errors } = await graph.execute(query, variables)
    expect(errors).toEqual([])
    expect(data.users).toEqual([{ sales: 10 }, { sales: 20 }])
    if ('boss' in data) expect(data.boss).toEqual({ area: { name: 'area 1' }, sales: 5 })
  })

  test('have the fields of named fragments that the planner keeps', async () => {
    const { data, errors, sent } = await graph.execute(`
      { users { area { ...Nested } other: area { ...Nested } } boss { sales area { ...Nested } other: area { ...Nested } } }
      fragment Nested on Area { ...Flat parent { ...Flat } }
      fragment Flat on Area { name code }`)
    const toArea = (id: number) => ({ name: `area ${id}`, code: 7, parent: { name: 'city', code: 1 } })
    expect(errors).toEqual([])
    expect(data).toEqual({
      users: [1, 2].map((id) => ({ area: toArea(id), other: toArea(id) })),
      boss: { sales: 1, area: toArea(1), other: toArea(1) },
    })
    expect(toSales(sent)).toHaveLength(1)
  })

  test('fail alone when the subgraph rejects one selection', async () => {
    const { data, errors } = await graph.execute(
      '{ users { sales } boss { area { name } } }',
      {},
      {
        respond: (subgraph, { query }) =>
          subgraph === 'sales' && query.includes('area')
            ? { errors: [{ message: 'no', extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }] }
            : undefined,
      },
    )
    expect(data).toEqual({ users: [{ sales: 1 }, { sales: 2 }], boss: { area: null } })
    expect(errors).toMatchObject([{ path: 'boss.area', code: 'GRAPHQL_VALIDATION_FAILED' }])
  })
})

describe('an entity at several places', () => {
  const graph = createSmallGraph({
    reviews: {
      sdl: `type Query { reviews: [Review!] } type Review { product: Product } type Product @key(fields: "upc") { upc: ID! }`,
      resolvers: { Query: { reviews: () => ['1', '2', '1', '1'].map((upc) => ({ product: { upc } })) } },
    },
    products: {
      sdl: `type Query { p: Int } type Product @key(fields: "upc") { upc: ID! name: String maker: Maker }
        type Maker { name: String! }`,
      resolvers: {
        Product: {
          __resolveReference: (key: object) => key,
          name: ({ upc }: { upc: string }) => `product ${upc}`,
          maker: ({ upc }: { upc: string }) => {
            if (upc === '1') throw new Error('no maker')
            return { name: 'maker' }
          },
        },
      },
    },
  })

  test('has its data at each of them', async () => {
    const { data, errors, sent } = await graph.execute('{ reviews { product { title: name upc } } }')
    const product = (upc: string) => ({ product: { title: `product ${upc}`, upc } })
    expect(data).toEqual({ reviews: [product('1'), product('2'), product('1'), product('1')] })
    expect(errors).toEqual([])
    expect(sent[1]?.variables).toMatchObject({ representations: [{ upc: '1' }, { upc: '2' }] })
  })

  test('has its error at each of them', async () => {
    const { data, errors } = await graph.execute('{ reviews { product { maker { name } } } }')
    const none = { product: { maker: null } }
    expect(data).toEqual({ reviews: [none, { product: { maker: { name: 'maker' } } }, none, none] })
    expect(errors.map(({ path }) => path)).toEqual([0, 2, 3].map((index) => `reviews.${index}.product.maker`))
  })

  test.each([
    ['an invalid value', { __typename: 'Product', upc: '1', name: 5 }, 'name'],
    ['a missing value', { __typename: 'Product', upc: '1' }, 'name'],
    ['another entity', { __typename: 'Product', upc: '7', name: 'other' }, 'name'],
  ])('has the error of %s at each of them', async (_what, entity, field) => {
    const other = { __typename: 'Product', upc: '2', name: 'product 2' }
    const respond = (subgraph: string) =>
      subgraph === 'products' ? { data: { _entities: [entity, other] } } : undefined
    const { data, errors } = await graph.execute('{ reviews { product { name } } }', {}, { respond })
    const none = { product: { name: null } }
    expect(data).toEqual({ reviews: [none, { product: { name: 'product 2' } }, none, none] })
    expect(errors.map(({ path }) => path)).toEqual([0, 2, 3].map((index) => `reviews.${index}.product.${field}`))
  })
})
