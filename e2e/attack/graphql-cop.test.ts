import { PROCESS_NAMES } from '@setrum/dev-stack'
import { type RunningStack, startStack } from '@setrum/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { type ProductionGateway, startProductionGateway } from '../support/production-gateway.js'

// The requests and criteria of graphql-cop (https://github.com/dolevf/graphql-cop).

let running: RunningStack
let gateway: ProductionGateway

beforeAll(async () => {
  // The gateway responds to all of these requests by itself.
  running = await startStack({ without: PROCESS_NAMES.filter((name) => name !== 'gateway') })
  gateway = await startProductionGateway(running)
})
afterAll(async () => {
  await gateway?.stop()
  await running?.stop()
})

const responseShape = z.looseObject({
  data: z.record(z.string(), z.unknown()).nullish(),
  errors: z
    .array(z.looseObject({ message: z.string(), extensions: z.record(z.string(), z.unknown()).optional() }))
    .optional(),
  extensions: z.record(z.string(), z.unknown()).optional(),
})

const read = async (response: Response) => {
  const text = await response.text()
  const parsed = responseShape.safeParse(text.startsWith('{') ? JSON.parse(text) : {})
  return { text, list: text.startsWith('[') ? (JSON.parse(text) as unknown[]) : [], ...(parsed.data ?? {}) }
}
const post = async (body: unknown) =>
  read(
    await fetch(gateway.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  )
const execute = (query: string) => post({ query, operationName: 'cop' })
const get = async (query: string, headers: Record<string, string> = {}) =>
  read(await fetch(`${gateway.url}?query=${encodeURIComponent(query)}`, { headers }))

const CRITERIA: [string, () => Promise<boolean>][] = [
  [
    'alias overloading',
    async () =>
      (await execute(`query cop { ${Array.from({ length: 101 }, (_, n) => `alias${n}:__typename`).join('\n')} }`)).data
        ?.alias100 !== undefined,
  ],
  [
    'batch queries',
    async () => (await post(Array.from({ length: 10 }, () => ({ query: 'query cop { __typename }' })))).list.length > 0,
  ],
  [
    'directive overloading',
    async () => ((await execute(`query cop { __typename ${'@aa'.repeat(10)} }`)).errors?.length ?? 0) >= 10,
  ],
  [
    'field duplication',
    async () => (await execute(`query cop { ${'__typename \n'.repeat(500)} }`)).data?.__typename !== undefined,
  ],
  [
    'circular introspection',
    async () =>
      (await execute(`query cop { __schema { ${'types { fields { type { '.repeat(3)} name ${'} } }'.repeat(3)} } }`))
        .data?.__schema != null,
  ],
  ['introspection', async () => (await execute('query cop { __schema { types { name } } }')).data?.__schema != null],
  [
    'a GraphiQL that is open to all',
    async () => {
      const origin = new URL(gateway.url).origin
      const pages = await Promise.all(
        ['/graphql', '/graphiql', '/playground', '/playground/', '/console', '/'].map(async (path) =>
          (await fetch(origin + path, { headers: { accept: 'text/html' } })).text(),
        ),
      )
      return pages.some((page) => /graphiql|playground|graphql-explorer/i.test(page))
    },
  ],
  [
    'field suggestions',
    async () => (await execute('query cop { __schema { directive } shiftz { id } }')).text.includes('Did you mean'),
  ],
  ['queries by GET', async () => (await get('query cop { __typename }')).data?.__typename !== undefined],
  ['mutations by GET', async () => (await get('mutation cop { __typename }')).data?.__typename !== undefined],
  [
    'queries by a form',
    async () =>
      (
        await read(
          await fetch(gateway.url, {
            method: 'POST',
            body: new URLSearchParams({ query: 'query cop { __typename }' }),
          }),
        )
      ).data?.__typename !== undefined,
  ],
  [
    'traces in the response',
    async () => {
      const response = await execute('query cop { __typename }')
      return response.extensions?.tracing !== undefined || response.errors?.[0]?.extensions?.tracing !== undefined
    },
  ],
  [
    'unhandled errors',
    async () => {
      const { errors } = await execute('qwerty cop { abc }')
      return JSON.stringify(errors ?? []).match(/stack|exception/i) !== null
    },
  ],
]

test('thirteen criteria are checked', () => expect(CRITERIA).toHaveLength(13))

test.each(CRITERIA)('graphql-cop finds nothing: %s', async (_name, isFlagged) => {
  expect(await isFlagged()).toBe(false)
})

test('with introspection on, the same introspection query succeeds', async () => {
  // Control: a gateway that rejects every request would pass the criteria.
  const open = await startProductionGateway(running, {
    env: { PERSISTED_DOCUMENTS: 'any', INTROSPECTION: 'true', PLAYGROUND: 'true' },
  })
  const response = await open.graph('query cop { __typename __schema { types { name } } }', {})
  const page = await (await fetch(open.url, { headers: { accept: 'text/html' } })).text()
  await open.stop()
  expect(response.data.__typename).toBe('Query')
  expect(response.data.__schema.types.length).toBeGreaterThan(25)
  expect(page).toMatch(/graphiql|playground/i)
})
