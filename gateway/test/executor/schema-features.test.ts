import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { LIBRARY, ZOO } from './support/fixture-schemas.js'
import { startTestGraph, type TestGraph } from './support/test-graph.js'

let zoo: TestGraph
let library: TestGraph
beforeAll(async () => {
  zoo = await startTestGraph(ZOO)
  library = await startTestGraph(LIBRARY)
})
afterAll(async () => {
  await zoo.stop()
  await library.stop()
})

describe('references', () => {
  test('one that is used at many places is sent once', async () => {
    const query = '{ animals { ... on Cat { mood } friend { ... on Cat { mood mates { name lives } } } } }'
    const { sent, data } = await zoo.ours({ query })
    const representations = sent.flatMap(({ variables }) => [variables?.representations ?? []].flat())
    expect(representations.length).toBeGreaterThan(0)
    for (const { variables } of sent) {
      const keys = [variables?.representations ?? []].flat().map((one) => JSON.stringify(one))
      expect(new Set(keys).size).toBe(keys.length)
    }
    expect(data).toEqual((await zoo.stock({ query })).data)
  })

  test('carry what the other subgraph requires of the owner', async () => {
    const { sent } = await zoo.ours({ query: '{ cat(id: "1") { box { width } } }' })
    const [reference] = [sent.at(-1)?.variables?.representations].flat()
    expect(reference).toMatchObject({ __typename: 'Cat', id: expect.any(String) })
    expect(reference).toHaveProperty('size')
  })

  test('an entity under another key than asked for is an error and no data', async () => {
    const query = '{ cat(id: "1") { id mood } }'
    const { data, errors, reports } = await zoo.ours(
      { query },
      {
        answer: (subgraph, answer) =>
          subgraph === 'vets' ? { data: { _entities: [{ __typename: 'Cat', id: 'x', mood: 'HAPPY' }] } } : answer,
      },
    )
    expect(data).toMatchObject({ cat: { mood: null } })
    expect(errors).toEqual([{ path: ['cat', 'mood'], code: 'SUBGRAPH_UNAVAILABLE' }])
    expect(reports).toMatchObject([{ subgraph: 'vets', reason: 'other-entity' }])
  })
})

describe('what clients must not see', () => {
  test('a value that is hidden from them is an error', async () => {
    const { data, errors } = await zoo.ours(
      { query: '{ cat(id: "1") { mood } }' },
      { field: (_type, _source, { fieldName }) => (fieldName === 'mood' ? 'SECRET' : undefined) },
    )
    expect(data).toEqual({ cat: { mood: null } })
    expect(errors).toEqual([{ path: ['cat', 'mood'], code: 'SUBGRAPH_UNAVAILABLE' }])
  })

  test('a hidden field is not in the schema', () => {
    expect(zoo.schema.getType('Badge')).toBeDefined()
    expect(JSON.stringify(zoo.schema.getType('Badge')?.toConfig())).not.toContain('colour')
  })
})

describe('lists of lists', () => {
  test('lose only the list in which something must be and is not', async () => {
    const { data, errors } = await zoo.ours(
      { query: '{ cat(id: "1") { tags } }' },
      { answer: () => ({ data: { cat: { tags: [['a'], ['b', null]] } } }) },
    )
    expect(data).toEqual({ cat: { tags: [['a'], null] } })
    expect(errors).toEqual([{ path: ['cat', 'tags', 1, 1], code: 'SUBGRAPH_UNAVAILABLE' }])
  })

  test('with a null list among them keep the others', async () => {
    const { data } = await zoo.ours(
      { query: '{ nested { id } }' },
      { answer: () => ({ data: { nested: [null, [null, { __typename: 'Cat', id: '1' }], []] } }) },
    )
    expect(data).toEqual({ nested: [null, [null, { id: '1' }], []] })
  })
})

describe('names that mean something to JavaScript', () => {
  test.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])(
    '%s is an alias like any other',
    async (name) => {
      const { data, errors } = await zoo.ours({ query: `{ ${name}: cat(id: "1") { ${name}: name a: id } }` })
      expect(errors).toEqual([])
      expect(JSON.stringify(data)).toMatch(new RegExp(`^{"${name}":{"${name}":"name-`))
      expect(Reflect.get({}, 'a')).toBeUndefined()
    },
  )

  test('errors under such an alias are told under it', async () => {
    const { errors } = await zoo.ours({ query: '{ id: cat(id: "1") { name: mood } }' }, { down: ['vets'] })
    expect(errors).toEqual([{ path: ['id', 'name'], code: 'SUBGRAPH_UNAVAILABLE' }])
    const refused = await zoo.ours(
      { query: '{ id: cat(id: "1") { name: size } }' },
      {
        field: (_type, _source, { fieldName }) => {
          if (fieldName === 'size') throw new Error('no')
        },
      },
    )
    expect(refused.errors).toEqual([{ path: ['id', 'name'], code: 'DOWNSTREAM_SERVICE_ERROR' }])
  })
})

describe('an interface that one subgraph knows as one type', () => {
  test.each([
    '{ topMedia { stars } media { __typename title reviews { text } } }',
    '{ topMedia { title ... on Book { pages } ... on Film { minutes } } }',
    '{ reviews { text of { title stars } } }',
    '{ topMedia { __typename id } }',
  ])("%s is answered as Apollo's gateway answers it", async (query) => {
    const [stock, ours] = [await library.stock({ query }), await library.ours({ query })]
    expect(ours.data).toEqual(stock.data)
    expect(ours.errors).toEqual([])
  })

  test('types of objects stay what their owner says, also where the other subgraph adds to them', async () => {
    const { data } = await library.ours({ query: '{ books { __typename stars } }' })
    expect(data).toMatchObject({ books: [{ __typename: 'Book' }, {}, {}, {}] })
  })

  test('is null, with an error, where nobody can tell the type', async () => {
    const query = '{ topMedia { stars ... on Book { pages } } }'
    const { data, errors, services } = await library.ours({ query }, { down: ['shelves'] })
    expect(data).toEqual({ topMedia: null })
    expect(errors).toEqual([{ path: ['topMedia'], code: 'SUBGRAPH_UNAVAILABLE' }])
    expect(services).toEqual(['shelves'])
  })
})

describe('mutations', () => {
  const two = 'mutation { rename(id: "1", name: "a") { id } cure(id: "2") { id } feed(id: "3") { id } }'

  test('run one after the other', async () => {
    const { sent } = await zoo.ours({ query: two })
    expect(sent.map(({ subgraph }) => subgraph)).toEqual(['keepers', 'vets', 'keepers'])
  })

  test('are not begun after one that leaves no answer', async () => {
    const { data, errors, sent } = await zoo.ours({ query: two }, { down: ['keepers'] })
    expect(data).toBeNull()
    expect(errors).toEqual([{ path: ['rename'], code: 'SUBGRAPH_UNAVAILABLE' }])
    expect(sent.map(({ subgraph }) => subgraph)).toEqual(['keepers'])
  })

  test('go on after one whose answer may be null', async () => {
    const query = 'mutation { cure(id: "2") { id } feed(id: "3") { id } }'
    const { data, sent } = await zoo.ours({ query }, { down: ['vets'] })
    expect(data).toMatchObject({ cure: null, feed: {} })
    expect(sent).toHaveLength(2)
  })
})
