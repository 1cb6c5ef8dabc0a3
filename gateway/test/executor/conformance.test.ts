import { GraphQLError } from 'graphql'
import { describe, expect, test } from 'vitest'
import { createSmallGraph } from './support/small-graph.js'

const refuse = (message: string, code: string) => {
  throw new GraphQLError(message, { extensions: { code } })
}
const codesByPath = (errors: readonly { path?: string; code: unknown }[]) =>
  errors.map(({ path = 'no path', code }) => `${path} ${code}`).sort()

describe('a condition whose variable is null', () => {
  const graph = createSmallGraph({
    shop: {
      sdl: 'type Query { item: Item } type Mutation { buy: Item! } type Item { id: ID name: String }',
      resolvers: { Query: { item: () => ({ id: '1', name: 'a' }) }, Mutation: { buy: () => ({ id: '1' }) } },
    },
  })
  test.each([
    'mutation ($x: Boolean = true) { buy { id @include(if: $x) } }',
    'query ($x: Boolean = true) { item { id @include(if: $x) } }',
    'query ($x: Boolean = false) { item { ...F } } fragment F on Item { name @skip(if: $x) }',
  ])('%s is refused before anything is sent', async (query) => {
    const { data, errors, sent } = await graph.execute(query, { x: null })
    expect(data).toBeUndefined()
    expect(errors).toMatchObject([{ code: 'BAD_USER_INPUT' }])
    expect(sent).toEqual([])
  })

  test('has its default when it is absent', async () => {
    expect((await graph.execute('query ($x: Boolean = true) { item { id @include(if: $x) } }')).data).toEqual({
      item: { id: '1' },
    })
  })
})

describe('a nullable variable in a non-null position', () => {
  const graph = createSmallGraph({
    bills: {
      sdl: `type Query { bill(id: ID!, page: Int! = 1): ID list(ids: [ID!]): [ID!] find(input: Input): ID any(size: Int): ID }
        type Mutation { pay(id: ID!): ID! } input Input { size: Int! = 1 }`,
      resolvers: {
        Query: {
          bill: (_root, { id }) => id,
          list: (_root, { ids }) => ids,
          find: (_root, { input }) => input.size,
          any: () => 'any',
        },
        Mutation: { pay: (_root, { id }) => id },
      },
    },
  })
  test.each([
    'mutation ($x: ID = "1") { pay(id: $x) }',
    'query ($x: ID = "1") { ...F } fragment F on Query { bill(id: $x) }',
    'query ($x: Int) { bill(id: "1", page: $x) }',
    'query ($x: ID = "1") { list(ids: [$x]) }',
    'query ($x: Int) { find(input: { size: $x }) }',
    'query ($x: String = "User") { __type(name: $x) { name } }',
  ])('must not be null: %s is refused before anything is sent', async (query) => {
    const { data, errors, sent } = await graph.execute(query, { x: null })
    expect({ data, sent }).toEqual({ data: undefined, sent: [] })
    expect(errors).toMatchObject([{ code: 'BAD_USER_INPUT', message: 'This variable must not be null.' }])
    expect((await graph.execute(query)).errors).toEqual([])
  })

  test('of another operation does not matter', async () => {
    const query = `query A($x: Int) { any(size: $x) }
      query B($x: Int) { ...F } fragment F on Query { bill(id: "1", page: $x) }`
    expect(await graph.execute(query, { x: null }, {}, 'A')).toMatchObject({ data: { any: 'any' }, errors: [] })
  })
})

describe('a client that leaves', () => {
  const graph = createSmallGraph({
    sales: {
      sdl: `type Query { sale: Sale } type Mutation { buy: Sale! again: Sale } type Sale { id: ID! seller: User }
        type User @key(fields: "id") { id: ID! }`,
      resolvers: {
        Query: { sale: () => ({ id: '1', seller: { id: 'u1' } }) },
        Mutation: {
          buy: () => ({ id: '1', seller: { id: 'u1' } }),
          again: () => ({ id: '2', seller: { id: 'u1' } }),
        },
      },
    },
    users: {
      sdl: `type Query { u: Int } type Mutation { rename: User } type User @key(fields: "id") { id: ID! name: String must: Int! }`,
      resolvers: {
        User: { __resolveReference: (key: object) => ({ ...key, name: 'Siti', must: 1 }) },
        Mutation: { rename: () => ({ id: 'u1', name: 'Siti' }) },
      },
    },
  })
  const CANCELLED = [{ code: 'BAD_REQUEST' }]
  test.each<[string, string, number, object]>([
    [
      'after a mutation gets its result without an error',
      'mutation { buy { id seller { name must } } }',
      1,
      { data: { buy: { id: '1', seller: null } }, errors: [] },
    ],
    [
      'before a mutation gets an error, because nothing was sent',
      'mutation { buy { id } }',
      0,
      { data: null, errors: CANCELLED },
    ],
    [
      'before a second mutation gets an error, because that one was not sent',
      'mutation { buy { id } rename { name } }',
      1,
      { data: { buy: { id: '1' }, rename: null }, errors: CANCELLED },
    ],
    [
      'during a query gets an error',
      '{ sale { id seller { name } } }',
      1,
      { data: { sale: { id: '1', seller: { name: null } } }, errors: CANCELLED },
    ],
  ])('%s', async (_what, query, leavesAfter, expected) => {
    const { data, errors, sent } = await graph.execute(query, {}, { leavesAfter })
    expect({ data, errors }).toMatchObject(expected)
    expect(sent).toHaveLength(leavesAfter)
  })
})

describe('a field with a nested requirement', () => {
  const create = (owner: () => unknown) =>
    createSmallGraph({
      stock: {
        sdl: `type Query { item: Item } type Item @key(fields: "id") { id: ID! maker: Maker }
          type Maker @key(fields: "id") { id: ID! }`,
        resolvers: { Query: { item: () => ({ id: '1', maker: { id: 'm1' } }) } },
      },
      makers: {
        sdl: 'type Query { m: Int } type Maker @key(fields: "id") { id: ID! country: String }',
        resolvers: { Maker: { __resolveReference: owner } },
      },
      prices: {
        sdl: `type Query { p: Int } type Maker @key(fields: "id") { id: ID! country: String @external }
          type Item @key(fields: "id") { id: ID! maker: Maker @external
            price: String @requires(fields: "maker { country }") }`,
        resolvers: {
          Item: { price: ({ maker }: { maker: { country: unknown } | null }) => `price for ${maker?.country}` },
        },
      },
    })
  test('gets the required value', async () => {
    const graph = create(() => ({ id: 'm1', country: 'ID' }))
    expect((await graph.execute('{ item { price } }')).data).toEqual({ item: { price: 'price for ID' } })
  })
  test.each<[string, () => unknown, object, string]>([
    ['is down', () => ({ id: 'm1' }), { down: ['makers'] }, 'SUBGRAPH_UNAVAILABLE'],
    ['refuses', () => refuse('no', 'FORBIDDEN'), {}, 'FORBIDDEN'],
    ['returns another entity', () => ({ id: 'm2', country: 'XX' }), {}, 'SUBGRAPH_UNAVAILABLE'],
  ])('is null with an error when the owner of the requirement %s', async (_what, owner, faults, code) => {
    const { data, errors, sent } = await create(owner).execute('{ item { price } }', {}, faults)
    expect(data).toEqual({ item: { price: null } })
    expect(codesByPath(errors)).toContain(`item.price ${code}`)
    expect(sent.map(({ subgraph }) => subgraph)).not.toContain('prices')
  })
})

describe('the key of an entity', () => {
  const create = (sdlKey: string, key: object, resolve: (reference: Record<string, unknown>) => unknown) =>
    createSmallGraph({
      orders: {
        sdl: `scalar Json type Query { user: User } type User @key(fields: "${Object.keys(key).join(' ')}") { ${sdlKey} }`,
        resolvers: { Query: { user: () => key } },
      },
      names: {
        sdl: `scalar Json type Query { n: Int } type User @key(fields: "${Object.keys(key).join(' ')}") { ${sdlKey} name: String }`,
        resolvers: { User: { __resolveReference: resolve } },
      },
    })
  const QUERY = '{ user { name } }'
  const JSON_KEY = { region: { city: 'B' } }

  test.each<[string, ReturnType<typeof createSmallGraph>]>([
    ['that the resolver does not return', create('email: String!', { email: 'a@b' }, () => ({ name: 'Siti' }))],
    [
      'with a null part',
      create('id: ID! part: String', { id: '1', part: null }, ({ id }) => ({ id, part: null, name: 'Siti' })),
    ],
    ['that is an object', create('region: Json!', JSON_KEY, ({ region }) => ({ region, name: 'Siti' }))],
    [
      'in another letter case',
      create('email: String!', { email: 'A@B' }, ({ email }) => ({ email: String(email).toLowerCase(), name: 'Siti' })),
    ],
    ['as a number', create('id: ID!', { id: '7' }, () => ({ id: 7, name: 'Siti' }))],
  ])('%s is accepted', async (_what, graph) => {
    expect(await graph.execute(QUERY)).toMatchObject({ data: { user: { name: 'Siti' } }, errors: [] })
    expect((await graph.execute(QUERY)).data).toEqual({ user: { name: 'Siti' } })
  })

  test('of a different entity is refused', async () => {
    const graph = create('id: ID!', { id: '1' }, () => ({ id: '2', name: 'Budi' }))
    const { data, errors } = await graph.execute(QUERY)
    expect(data).toEqual({ user: { name: null } })
    expect(errors).toMatchObject([{ path: 'user.name', code: 'SUBGRAPH_UNAVAILABLE', service: 'names' }])
  })
})

describe('a key that its subgraph fails to resolve', () => {
  const entities: Record<string, object | undefined> = {}
  const graph = createSmallGraph({
    orders: {
      sdl: 'type Query { users: [User!] } type User @key(fields: "id") { id: ID! }',
      resolvers: { Query: { users: () => [{ id: 'u1' }, { id: 'u2' }] } },
    },
    names: {
      sdl: 'type Query { n: Int } type User @key(fields: "id") { id: ID! name: String }',
      resolvers: {
        User: {
          __resolveReference: ({ id }: { id: string }) => entities[id],
          id: ({ id }: { id?: string }) => id ?? refuse('no key', 'FORBIDDEN'),
        },
      },
    },
  })
  const toNames = (sent: { subgraph: string; variables: object }[]) =>
    sent.filter(({ subgraph }) => subgraph === 'names').map(({ variables }) => variables)

  test('is requested again for this entity only', async () => {
    Object.assign(entities, { u1: { name: 'Siti' }, u2: { id: 'u2', name: 'Budi' } })
    const { data, errors, sent } = await graph.execute('{ users { name } }')
    expect({ data, errors }).toEqual({ data: { users: [{ name: 'Siti' }, { name: 'Budi' }] }, errors: [] })
    const one = { __typename: 'User', id: 'u1' }
    expect(toNames(sent)).toEqual([
      { representations: [one, { __typename: 'User', id: 'u2' }] },
      { representations: [one] },
    ])
  })

  test('does not disable the comparison of other entities, nor of later requests', async () => {
    Object.assign(entities, { u1: { name: 'Siti' }, u2: { id: 'u7', name: 'Tono' } })
    expect((await graph.execute('{ users { name } }')).data).toEqual({ users: [{ name: 'Siti' }, { name: null }] })
    Object.assign(entities, { u1: { id: 'u7', name: 'Tono' }, u2: { id: 'u2', name: 'Budi' } })
    const { data, errors } = await graph.execute('{ users { name } }')
    expect(data).toEqual({ users: [{ name: null }, { name: 'Budi' }] })
    expect(errors).toMatchObject([{ path: 'users.0.name', code: 'SUBGRAPH_UNAVAILABLE', service: 'names' }])
  })
})

describe('a shareable object of two subgraphs', () => {
  const create = (left: () => unknown, right: () => unknown) =>
    createSmallGraph({
      left: {
        sdl: 'type Query { box: Box @shareable } type Box { left: Int }',
        resolvers: { Query: { box: left } },
      },
      right: {
        sdl: 'type Query { box: Box @shareable } type Box { right: Int }',
        resolvers: { Query: { box: right } },
      },
    })
  const QUERY = '{ box { left right } }'
  const full = { left: () => ({ left: 1 }), right: () => ({ right: 2 }) }

  test.each<[string, () => unknown, object, unknown, string[]]>([
    ['null', () => null, {}, { left: 1, right: null }, []],
    ['down', full.right, { down: ['right'] }, { left: 1, right: null }, ['box.right SUBGRAPH_UNAVAILABLE']],
    ['refused', () => refuse('no', 'FORBIDDEN'), {}, { left: 1, right: null }, ['box FORBIDDEN']],
  ])('has one result in both orders of arrival when one of them is %s', async (what, right, faults, box, codes) => {
    const graph = create(full.left, right)
    const results = []
    for (const slow of ['left', 'right'])
      results.push(await graph.execute(QUERY, {}, { ...faults, delayMs: { [slow]: 20 } }))
    const [one, other] = results
    expect(other).toEqual({ ...one, sent: expect.anything() })
    expect(one?.data).toEqual({ box })
    if (what !== 'null') expect(codesByPath(one?.errors ?? [])).toEqual(codes)
  })
})

test('equal failures in two places of a list are two errors', async () => {
  const graph = createSmallGraph({
    shop: {
      sdl: 'type Query { items: [Item!] } type Item { id: ID! name: String }',
      resolvers: {
        Query: { items: () => [{ id: '0' }, { id: '1' }, { id: '2' }] },
        Item: { name: ({ id }: { id: string }) => (id === '1' ? 'b' : refuse('no', 'FORBIDDEN')) },
      },
    },
  })
  const { data, errors } = await graph.execute('{ items { name } }')
  expect(data).toEqual({ items: [{ name: null }, { name: 'b' }, { name: null }] })
  expect(codesByPath(errors)).toEqual(['items.0.name FORBIDDEN', 'items.2.name FORBIDDEN'])
})

test('introspection keeps the conditions of each selection', async () => {
  const graph = createSmallGraph({ shop: { sdl: 'type Query { a: Int }', resolvers: {} } })
  const query = `query ($v: Boolean!) {
    __schema { queryType { name } } ... @include(if: $v) { __schema { mutationType { name } } }
    __schema @include(if: false) { directives { name } } }`
  expect((await graph.execute(query, { v: false })).data).toEqual({ __schema: { queryType: { name: 'Query' } } })
  expect((await graph.execute(query, { v: true })).data).toEqual({
    __schema: { queryType: { name: 'Query' }, mutationType: null },
  })
})

describe('the path of an error', () => {
  const graph = createSmallGraph({
    orders: {
      sdl: 'type Query { order: Order! } type Order { user: User! } type User @key(fields: "id") { id: ID! }',
      resolvers: { Query: { order: () => ({ user: { id: '1' } }) } },
    },
    users: {
      sdl: 'type Query { u: Int } type User @key(fields: "id") { id: ID! name: String! }',
      resolvers: { User: { __resolveReference: () => null } },
    },
  })
  const QUERY = '{ order { user { name } } }'

  test('is absent for an error without a path beside data', async () => {
    const { errors } = await graph.execute(
      '{ order { user { id } } }',
      {},
      {
        respond: () => ({ data: { order: { user: { id: '1' } } }, errors: [{ message: 'slow' }] }),
      },
    )
    expect(errors).toMatchObject([{ message: 'slow' }])
    expect(errors[0]).not.toHaveProperty('path')
  })

  test.each([
    ['an absent entity under non-null fields', {}],
    ['a failed owner of a non-null field', { down: ['users'] }],
  ])('is that of the field for %s', async (_what, faults) => {
    const { data, errors } = await graph.execute(QUERY, {}, faults)
    expect(data).toBeNull()
    expect(errors.map(({ path }) => path)).toEqual(['order.user.name'])
  })
})

test('a field called like an internal name has its own value', async () => {
  const graph = createSmallGraph({
    one: {
      sdl: 'type Query { o: O } type O @key(fields: "as_id") { as_id: ID! id: ID name: String }',
      resolvers: { Query: { o: () => ({ as_id: 'key', id: 'id', name: 'name' }) } },
    },
    two: {
      sdl: 'type Query { t: Int } type O @key(fields: "as_id") { as_id: ID! extra: String }',
      resolvers: { O: { __resolveReference: (key: object) => key, extra: ({ as_id }: { as_id: string }) => as_id } },
    },
  })
  expect((await graph.execute('{ o { id: name extra } }')).data).toEqual({ o: { id: 'name', extra: 'key' } })
})

test('a skipped field does not take the field beside it, nor blame its subgraph', async () => {
  const graph = createSmallGraph({
    one: {
      sdl: 'type Query { t: T } type T @key(fields: "id") { id: ID! a: String }',
      resolvers: { Query: { t: () => ({ id: '1', a: 'a' }) } },
    },
    two: {
      sdl: `type Query { q: Int } type T @key(fields: "id") { id: ID! a: String @external b: String
        c: String @requires(fields: "a") }`,
      resolvers: {
        T: { __resolveReference: (key: object) => key, b: () => 'b', c: ({ a }: { a: string }) => `c of ${a}` },
      },
    },
  })
  const query = 'query ($v: Boolean!) { t { id b c @skip(if: $v) } }'
  expect(await graph.execute(query, { v: true })).toMatchObject({ data: { t: { id: '1', b: 'b' } }, errors: [] })
  expect((await graph.execute(query, { v: false })).data).toEqual({ t: { id: '1', b: 'b', c: 'c of a' } })
})

test.each([
  ['arguments of its own', 'comments(limit: 3)'],
  ['the default arguments', 'comments'],
])("a client's arguments do not change a requirement with %s", async (_what, requirement) => {
  const graph = createSmallGraph({
    posts: {
      sdl: 'type Query { post: Post } type Post @key(fields: "id") { id: ID! comments(limit: Int = 3): [String!] }',
      resolvers: {
        Query: { post: () => ({ id: '1' }) },
        Post: {
          __resolveReference: (key: object) => key,
          comments: (_post: unknown, { limit }: { limit: number }) => Array.from({ length: limit }, (_, n) => `c${n}`),
        },
      },
    },
    feed: {
      sdl: `type Query { f: Int } type Post @key(fields: "id") { id: ID! comments(limit: Int = 3): [String!] @external
        count: Int @requires(fields: "${requirement}") }`,
      resolvers: {
        Post: {
          __resolveReference: (key: object) => key,
          count: ({ comments }: { comments: string[] }) => comments.length,
        },
      },
    },
  })
  const { data, errors } = await graph.execute('{ post { comments(limit: 1) count } }')
  expect({ data, errors }).toEqual({ data: { post: { comments: ['c0'], count: 3 } }, errors: [] })
})

describe('fields that require one field with different arguments', () => {
  const graph = createSmallGraph({
    prices: {
      sdl: `type Query { item: Item! } enum Currency { IDR USD EUR }
        type Item @key(fields: "id") { id: ID! price(currency: Currency!): Int maker: Maker }
        type Maker @key(fields: "id") { id: ID! rates(currency: Currency!, days: Int): [Rate!] }
        type Rate @shareable { value: Int }`,
      resolvers: {
        Query: { item: () => ({ id: '1' }) },
        Item: {
          price: (_item: unknown, { currency }: { currency: string }) => PRICES[currency],
          maker: () => ({ id: 'm1' }),
        },
        Maker: {
          rates: (_maker: unknown, { currency }: { currency: string }) => {
            if (currency === 'USD') refuse('no', 'FORBIDDEN')
            return [{ value: PRICES[currency] }]
          },
        },
      },
    },
    labels: {
      sdl: `type Query { l: Int } enum Currency { IDR USD EUR }
        type Maker @key(fields: "id") { id: ID! rates(currency: Currency!, days: Int): [Rate!] @external }
        type Rate @shareable { value: Int }
        type Item @key(fields: "id") { id: ID! name: String
          price(currency: Currency!): Int @external maker: Maker @external
          idr: String @requires(fields: "price(currency: IDR)")
          usd: String @requires(fields: "price(currency: USD)")
          both: String @requires(fields: "price(currency: USD) maker { rates(currency: EUR, days: 2) { value } }")
          refused: String @requires(fields: "maker { rates(currency: USD) { value } }") }`,
      resolvers: {
        Item: {
          __resolveReference: (reference: object) => ({ ...reference, name: 'pen' }),
          idr: ({ price }: Labelled) => `Rp ${price}`,
          usd: ({ price }: Labelled) => `$ ${price}`,
          both: ({ price, maker }: Labelled) => `$ ${price}, EUR ${maker.rates[0]?.value}`,
          refused: ({ maker }: Labelled) => `never ${maker}`,
        },
      },
    },
  })
  const PRICES: Record<string, number> = { IDR: 16_000, USD: 1, EUR: 2 }
  interface Labelled {
    price: number
    maker: { rates: { value: number }[] }
  }

  test('get the value for their own arguments, beside the one for those of the client', async () => {
    const { data, errors, sent } = await graph.execute(
      'query ($v: Boolean!) { item { usd name price(currency: EUR) idr ... @include(if: $v) { both } } }',
      { v: true },
    )
    expect(errors).toEqual([])
    expect(data).toEqual({ item: { usd: '$ 1', name: 'pen', price: 2, idr: 'Rp 16000', both: '$ 1, EUR 2' } })
    expect(sent.map(({ subgraph }) => subgraph)).toEqual(['prices', 'labels'])
  })

  test('fail with the path of a field of the schema', async () => {
    const { data, errors } = await graph.execute('{ item { idr refused } }')
    expect(data).toEqual({ item: { idr: 'Rp 16000', refused: null } })
    expect(codesByPath(errors)).toEqual(['item.maker.rates FORBIDDEN', 'item.refused FORBIDDEN'])
  })
})

test('an id that a subgraph returns as a number is text', async () => {
  const graph = createSmallGraph({ one: { sdl: 'type Query { t: T } type T { id: ID }', resolvers: {} } })
  const respond = () => ({ data: { t: { id: 5 } } })
  expect((await graph.execute('{ t { id } }', {}, { respond })).data).toEqual({ t: { id: '5' } })
})

test('thousands of invalid values take linear time', async () => {
  const graph = createSmallGraph({ one: { sdl: 'type Query { t: [T] } type T { id: ID! }', resolvers: {} } })
  const measure = async (count: number) => {
    const respond = () => ({ data: { t: Array.from({ length: count }, () => ({ id: null })) } })
    const startedAt = process.cpuUsage()
    const { data, errors } = await graph.execute('{ t { id } }', {}, { respond })
    expect(data.t).toEqual(Array(count).fill(null))
    expect(errors).toHaveLength(count)
    return process.cpuUsage(startedAt).user
  }
  await measure(2_000)
  expect((await measure(16_000)) / (await measure(4_000))).toBeLessThan(12)
})
