import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { ApolloServer } from '@apollo/server'
import { expect, test } from 'vitest'
import { DocumentStore } from '../../src/pipeline/graphql-server.js'
import { PersistedDocuments } from '../../src/pipeline/persisted-documents.js'

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
  const server = new ApolloServer({
    typeDefs: 'type Query { a: Int }',
    resolvers: { Query: { a: () => 1 } },
    documentStore: new DocumentStore(),
    stopOnTerminationSignals: false,
  })
  await server.start()
  const execute = (n: number) => server.executeOperation({ query: textOf(n) })
  expect(await measureRetainedMb(execute)).toBeLessThan(MAX_RETAINED_MB)
  expect((await execute(0)).body).toMatchObject({ singleResult: { data: { a: 1 } } })
  await server.stop()
})
