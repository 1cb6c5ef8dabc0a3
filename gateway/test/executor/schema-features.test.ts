import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ANIMAL_SUBGRAPHS, LIBRARY_SUBGRAPHS } from './support/fixture-schemas.js'
import { startTestGraph, type TestGraph } from './support/test-graph.js'

let animals: TestGraph
let library: TestGraph
beforeAll(async () => {
  animals = await startTestGraph(ANIMAL_SUBGRAPHS)
  library = await startTestGraph(LIBRARY_SUBGRAPHS)
})
afterAll(async () => {
  await animals.stop()
  await library.stop()
})

describe('entity references', () => {
  test('are sent once, even when many response paths use them', async () => {
    const query = '{ animals { ... on Cat { mood } friend { ... on Cat { mood mates { name lives } } } } }'
    const { sent, data } = await animals.executeWithOurs({ query })
    const representations = sent.flatMap(({ variables }) => [variables?.representations ?? []].flat())
    expect(representations.length).toBeGreaterThan(0)
    for (const { variables } of sent) {
      const keys = [variables?.representations ?? []].flat().map((one) => JSON.stringify(one))
      expect(new Set(keys).size).toBe(keys.length)
    }
    expect(data).toEqual((await animals.executeWithApollo({ query })).data)
  })

  test('carry the fields of @requires', async () => {
    const { sent } = await animals.executeWithOurs({ query: '{ cat(id: "1") { box { width } } }' })
    const [reference] = [sent.at(-1)?.variables?.representations].flat()
    expect(reference).toMatchObject({ __typename: 'Cat', id: expect.any(String) })
    expect(reference).toHaveProperty('size')
  })

  test('reject an entity with another key', async () => {
    const query = '{ cat(id: "1") { id mood } }'
    const { data, errors, reports } = await animals.executeWithOurs(
      { query },
      {
        response: (subgraph, response) =>
          subgraph === 'vets' ? { data: { _entities: [{ __typename: 'Cat', id: 'x', mood: 'HAPPY' }] } } : response,
      },
    )
    expect(data).toMatchObject({ cat: { mood: null } })
    expect(errors).toEqual([{ path: ['cat', 'mood'], code: 'SUBGRAPH_UNAVAILABLE' }])
    expect(reports).toMatchObject([{ subgraph: 'vets', reason: 'entity-mismatch' }])
  })
})

describe('@inaccessible', () => {
  test('enum values become an error', async () => {
    const { data, errors } = await animals.executeWithOurs(
      { query: '{ cat(id: "1") { mood } }' },
      { field: (_type, _source, { fieldName }) => (fieldName === 'mood' ? 'SECRET' : undefined) },
    )
    expect(data).toEqual({ cat: { mood: null } })
    expect(errors).toEqual([{ path: ['cat', 'mood'], code: 'SUBGRAPH_UNAVAILABLE' }])
  })

  test('fields are not in the schema', () => {
    expect(animals.schema.getType('Badge')).toBeDefined()
    expect(JSON.stringify(animals.schema.getType('Badge')?.toConfig())).not.toContain('colour')
  })
})

describe('lists of lists', () => {
  test('lose only the inner list with a missing non-null element', async () => {
    const { data, errors } = await animals.executeWithOurs(
      { query: '{ cat(id: "1") { tags } }' },
      { response: () => ({ data: { cat: { tags: [['a'], ['b', null]] } } }) },
    )
    expect(data).toEqual({ cat: { tags: [['a'], null] } })
    expect(errors).toEqual([{ path: ['cat', 'tags', 1, 1], code: 'SUBGRAPH_UNAVAILABLE' }])
  })

  test('keep the other lists beside a null list', async () => {
    const { data } = await animals.executeWithOurs(
      { query: '{ nested { id } }' },
      { response: () => ({ data: { nested: [null, [null, { __typename: 'Cat', id: '1' }], []] } }) },
    )
    expect(data).toEqual({ nested: [null, [null, { id: '1' }], []] })
  })
})

describe('names of the JavaScript object prototype', () => {
  test.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])('%s works as an alias', async (name) => {
    const { data, errors } = await animals.executeWithOurs({
      query: `{ ${name}: cat(id: "1") { ${name}: name a: id } }`,
    })
    expect(errors).toEqual([])
    expect(JSON.stringify(data)).toMatch(new RegExp(`^{"${name}":{"${name}":"name-`))
    expect(Reflect.get({}, 'a')).toBeUndefined()
  })

  test('errors under a renamed alias have the path of the client', async () => {
    const { errors } = await animals.executeWithOurs(
      { query: '{ id: cat(id: "1") { name: mood } }' },
      { down: ['vets'] },
    )
    expect(errors).toEqual([{ path: ['id', 'name'], code: 'SUBGRAPH_UNAVAILABLE' }])
    const refused = await animals.executeWithOurs(
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

describe('an interface object', () => {
  test.each([
    '{ topMedia { stars } media { __typename title reviews { text } } }',
    '{ topMedia { title ... on Book { pages } ... on Film { minutes } } }',
    '{ reviews { text of { title stars } } }',
    '{ topMedia { __typename id } }',
  ])("%s has the result of Apollo's gateway", async (query) => {
    const [apolloResult, result] = [
      await library.executeWithApollo({ query }),
      await library.executeWithOurs({ query }),
    ]
    expect(result.data).toEqual(apolloResult.data)
    expect(result.errors).toEqual([])
  })

  test('keeps the concrete type of objects when the other subgraph adds fields', async () => {
    const { data } = await library.executeWithOurs({ query: '{ books { __typename stars } }' })
    expect(data).toMatchObject({ books: [{ __typename: 'Book' }, {}, {}, {}] })
  })

  test('is null with an error when the concrete type is unavailable', async () => {
    const query = '{ topMedia { stars ... on Book { pages } } }'
    const { data, errors, services } = await library.executeWithOurs({ query }, { down: ['shelves'] })
    expect(data).toEqual({ topMedia: null })
    expect(errors).toEqual([{ path: ['topMedia'], code: 'SUBGRAPH_UNAVAILABLE' }])
    expect(services).toEqual(['shelves'])
  })
})

describe('mutations', () => {
  const threeMutations = 'mutation { rename(id: "1", name: "a") { id } cure(id: "2") { id } feed(id: "3") { id } }'

  test('run serially', async () => {
    const { sent } = await animals.executeWithOurs({ query: threeMutations })
    expect(sent.map(({ subgraph }) => subgraph)).toEqual(['keepers', 'vets', 'keepers'])
  })

  test('do not run after a failed non-null one', async () => {
    const { data, errors, sent } = await animals.executeWithOurs({ query: threeMutations }, { down: ['keepers'] })
    expect(data).toBeNull()
    expect(errors).toEqual([{ path: ['rename'], code: 'SUBGRAPH_UNAVAILABLE' }])
    expect(sent.map(({ subgraph }) => subgraph)).toEqual(['keepers'])
  })

  test('continue after a failed nullable one', async () => {
    const query = 'mutation { cure(id: "2") { id } feed(id: "3") { id } }'
    const { data, sent } = await animals.executeWithOurs({ query }, { down: ['vets'] })
    expect(data).toMatchObject({ cure: null, feed: {} })
    expect(sent).toHaveLength(2)
  })
})
