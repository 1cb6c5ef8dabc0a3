// Compares graphql-js with compiled execution (graphql-jit) in a subgraph: the same queries on the same prepared data, in
// alternation. Prints the medians of the execution time, and of writing the JSON.
import { buildSubgraphSchema } from '@apollo/subgraph'
import { execute, parse } from 'graphql'
import { compileQuery } from 'graphql-jit'
import { median } from '../../report/results.mjs'
import { subgraphs } from './data.mjs'

const ROUNDS = 9
const ROUND_MS = 300
const QUERIES = [
  {
    name: 'a page of 100 sales',
    subgraph: 'transactions',
    query:
      'query($first:Int){transactions(first:$first){totalCount nodes{id invoice status price createdAt employee{id}product{code}}}}',
    variables: { first: 100 },
  },
  {
    name: 'a status poll',
    subgraph: 'transactions',
    query: 'query($id:ID!){transaction(id:$id){id invoice status token kwh message updatedAt}}',
    variables: { id: 'transaction-7' },
  },
  { name: 'fifty users', subgraph: 'users', query: '{users(first:50){nodes{id name}}}', variables: {} },
  { name: 'the shifts', subgraph: 'master', query: '{shifts{id name open}}', variables: {} },
]

for (const { name, subgraph, query, variables } of QUERIES) {
  const { sdl, resolvers } = subgraphs[subgraph]
  const schema = buildSubgraphSchema({ typeDefs: parse(sdl), resolvers })
  const document = parse(query)
  const compiled = compileQuery(schema, document)
  const engines = {
    'graphql-js': async () => execute({ schema, document, variableValues: variables }),
    compiled: async () => compiled.query({}, {}, variables),
  }
  const [one, other] = await Promise.all(Object.values(engines).map((run) => run()))
  if (one.errors || JSON.stringify(one) !== JSON.stringify(other)) throw new Error(`${name}: different results`)
  const micros = { 'graphql-js': [], compiled: [] }
  for (let round = 0; round < ROUNDS; round += 1)
    for (const [engine, run] of Object.entries(engines)) micros[engine].push(await measureMicros(run))
  const written = await measureMicros(async () => JSON.stringify(one))
  const [plain, jit] = [median(micros['graphql-js']), median(micros.compiled)]
  console.log(
    `${name}: graphql-js ${plain.toFixed(0)} µs, compiled ${jit.toFixed(0)} µs (${(plain / jit).toFixed(1)} x), writing ${written.toFixed(0)} µs`,
  )
}

async function measureMicros(run) {
  const startedAt = performance.now()
  let count = 0
  while (performance.now() - startedAt < ROUND_MS) {
    await run()
    count += 1
  }
  return ((performance.now() - startedAt) / count) * 1_000
}
