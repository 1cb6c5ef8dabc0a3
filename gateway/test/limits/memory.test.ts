import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { buildSchema } from 'graphql'
import { expect, test } from 'vitest'
import type { GatewayContext } from '../../src/pipeline/gateway-context.js'
import { PersistedDocuments } from '../../src/pipeline/persisted-documents.js'
import { RequestHandler } from '../../src/pipeline/request-handler.js'

// Unauthenticated clients can send these texts before any limit counts them: all different, each at the body limit.
setFlagsFromString('--expose-gc')
const collect: () => void = runInNewContext('gc')
const TEXTS = 300
const MAX_RETAINED_MB = 20

/** Returns the megabytes that remain allocated after all texts. */
async function measureRetainedMb(take: (n: number) => unknown): Promise<number> {
  collect()
  const before = process.memoryUsage().heapUsed
  for (let n = 0; n < TEXTS; n++) await take(n)
  collect()
  return (process.memoryUsage().heapUsed - before) / 1_000_000
}

const largeComment = (n: number) => `# ${n} 中 ${'x'.repeat(95_000)}`

test.each([
  ['unknown texts', (n: number) => `{ b }${largeComment(n)}`],
  ['known texts with comments', (n: number) => `{ a }${largeComment(n)}`],
])('%s do not fill the memory', async (_title, textOf) => {
  const documents = new PersistedDocuments({ a: '{ a }' })
  expect(await measureRetainedMb((n) => documents.has(textOf(n)))).toBeLessThan(MAX_RETAINED_MB)
  expect(documents.has(`{ a }${largeComment(0)}`)).toBe(true)
})

test.each([
  ['one large comment', (n: number) => `{ a }${largeComment(n)}`],
  ['many comments', (n: number) => `{ a }# ${n}\n${'#\n'.repeat(5_000)}`],
])('documents with %s do not fill the memory', async (_title, textOf) => {
  const operations = new RequestHandler({
    schema: buildSchema('type Query { a: Int }'),
    hasIntrospection: false,
    execute: async () => ({ data: { a: 1 } }),
    format: (error) => error.toJSON(),
    consumeRateLimit: async () => true,
  })
  const context = { authError: null, apiKey: null } as GatewayContext
  expect(await measureRetainedMb((n) => operations.handle({ query: textOf(n) }, context))).toBeLessThan(MAX_RETAINED_MB)
  expect(await operations.handle({ query: textOf(0) }, context)).toBe('{"data":{"a":1}}')
})
