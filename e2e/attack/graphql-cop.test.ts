import { type RunningStack, startStack } from '@setrum/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { type ProductionGateway, startProductionGateway } from '../support/production-gateway.js'

// The criteria of graphql-cop (https://github.com/dolevf/graphql-cop): what it sends, and what it calls a finding.

let running: RunningStack
let gateway: ProductionGateway

beforeAll(async () => {
  running = await startStack()
  gateway = await startProductionGateway(running)
})
afterAll(async () => {
  await gateway?.stop()
  await running?.stop()
})

const answerShape = z.looseObject({
  data: z.record(z.string(), z.unknown()).nullish(),
  errors: z
    .array(z.looseObject({ message: z.string(), extensions: z.record(z.string(), z.unknown()).optional() }))
    .optional(),
  extensions: z.record(z.string(), z.unknown()).optional(),
})

const read = async (response: Response) => {
  const text = await response.text()
  const parsed = answerShape.safeParse(text.startsWith('{') ? JSON.parse(text) : {})
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
const ask = (query: string) => post({ query, operationName: 'cop' })
const get = async (query: string, headers: Record<string, string> = {}) =>
  read(await fetch(`${gateway.url}?query=${encodeURIComponent(query)}`, { headers }))

const CRITERIA: [string, () => Promise<boolean>][] = [
  [
    'alias overloading',
    async () =>
      (await ask(`query cop { ${Array.from({ length: 101 }, (_, n) => `alias${n}:__typename`).join('\n')} }`)).data
        ?.alias100 !== undefined,
  ],
  [
    'batch queries',
    async () => (await post(Array.from({ length: 10 }, () => ({ query: 'query cop { __typename }' })))).list.length > 0,
  ],
  [
    'directive overloading',
    async () => ((await ask(`query cop { __typename ${'@aa'.repeat(10)} }`)).errors?.length ?? 0) >= 10,
  ],
  [
    'field duplication',
    async () => (await ask(`query cop { ${'__typename \n'.repeat(500)} }`)).data?.__typename !== undefined,
  ],
  [
    'circular introspection',
    async () =>
      (await ask(`query cop { __schema { ${'types { fields { type { '.repeat(3)} name ${'} } }'.repeat(3)} } }`)).data
        ?.__schema != null,
  ],
  ['introspection', async () => (await ask('query cop { __schema { types { name } } }')).data?.__schema != null],
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
    async () => (await ask('query cop { __schema { directive } shiftz { id } }')).text.includes('Did you mean'),
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
    'traces in the answer',
    async () => {
      const answer = await ask('query cop { __typename }')
      return answer.extensions?.tracing !== undefined || answer.errors?.[0]?.extensions?.tracing !== undefined
    },
  ],
  [
    'errors that nobody handled',
    async () => {
      const { errors } = await ask('qwerty cop { abc }')
      return JSON.stringify(errors ?? []).match(/stack|exception/i) !== null
    },
  ],
]

test('there are thirteen', () => expect(CRITERIA).toHaveLength(13))

test.each(CRITERIA)('graphql-cop finds nothing: %s', async (_name, isFlagged) => {
  expect(await isFlagged()).toBe(false)
})

test('the answer that it looks for is one that a client of ours does get', async () => {
  // Otherwise a gateway that answers nothing at all would pass.
  const open = await startProductionGateway(running, {
    env: { PERSISTED_DOCUMENTS: 'any', INTROSPECTION: 'true', PLAYGROUND: 'true' },
  })
  const answer = await open.graph('query cop { __typename __schema { types { name } } }', {})
  const page = await (await fetch(open.url, { headers: { accept: 'text/html' } })).text()
  await open.stop()
  expect(answer.data.__typename).toBe('Query')
  expect(answer.data.__schema.types.length).toBeGreaterThan(25)
  expect(page).toMatch(/graphiql|playground/i)
})
