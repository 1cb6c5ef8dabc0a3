import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { buildSchema } from 'graphql'
import { expect, test } from 'vitest'
import type { GatewayContext } from '../../src/pipeline/gateway-context.js'
import { PersistedDocuments } from '../../src/pipeline/persisted-documents.js'
import { Operations } from '../../src/pipeline/request-handler.js'

// What a stranger can send before anybody counts it: each text another one, as large as a body may be.
setFlagsFromString('--expose-gc')
const collect: () => void = runInNewContext('gc')
const TEXTS = 300
const KEPT_MB = 20

/** Megabytes that stay taken after so many texts. */
async function keptAfter(take: (n: number) => unknown): Promise<number> {
  collect()
  const before = process.memoryUsage().heapUsed
  for (let n = 0; n < TEXTS; n++) await take(n)
  collect()
  return (process.memoryUsage().heapUsed - before) / 1_000_000
}

const large = (n: number) => `# ${n} 中 ${'x'.repeat(95_000)}`

test.each([
  ['unknown texts', (n: number) => `{ b }${large(n)}`],
  ['known texts with comments', (n: number) => `{ a }${large(n)}`],
])('%s do not fill the memory', async (_title, textOf) => {
  const documents = new PersistedDocuments({ a: '{ a }' })
  expect(await keptAfter((n) => documents.has(textOf(n)))).toBeLessThan(KEPT_MB)
  expect(documents.has(`{ a }${large(0)}`)).toBe(true)
})

test.each([
  ['one large comment', (n: number) => `{ a }${large(n)}`],
  ['many comments', (n: number) => `{ a }# ${n}\n${'#\n'.repeat(5_000)}`],
])('documents with %s do not fill the memory', async (_title, textOf) => {
  const operations = new Operations({
    schema: buildSchema('type Query { a: Int }'),
    hasIntrospection: false,
    execute: async () => ({ data: { a: 1 } }),
    format: (error) => error.toJSON(),
    allows: async () => true,
  })
  const context = { refusal: null, apiKey: null } as GatewayContext
  expect(await keptAfter((n) => operations.answer({ query: textOf(n) }, context))).toBeLessThan(KEPT_MB)
  expect(await operations.answer({ query: textOf(0) }, context)).toBe('{"data":{"a":1}}')
})
