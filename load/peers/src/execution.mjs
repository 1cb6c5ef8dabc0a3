// Whether compiled execution (graphql-jit) would be worth it in a subgraph: the same questions on the same prepared data
// by graphql-js and compiled, in turns of one run. Medians of the time one takes, and what of it writing JSON is.
import { readFileSync } from 'node:fs'
import { buildSubgraphSchema } from '@apollo/subgraph'
import { execute, parse } from 'graphql'
import { compileQuery } from 'graphql-jit'
import { median } from '../../report/results.mjs'
import { resolvers } from './data.mjs'

const TURNS = 9
const TURN_MS = 300
const QUESTIONS = [
  {
    name: 'a page of 100 sales',
    subgraph: 'transactions',
    query:
      'query($first:Int){transactions(first:$first){totalCount nodes{id invoice status price createdAt employee{id}product{code}}}}',
    variables: { first: 100 },
  },
  {
    name: 'a till poll',
    subgraph: 'transactions',
    query: 'query($id:ID!){transaction(id:$id){id invoice status token kwh message updatedAt}}',
    variables: { id: 'transaction-7' },
  },
  { name: 'fifty people', subgraph: 'users', query: '{users(first:50){nodes{id name}}}', variables: {} },
  { name: 'the shifts', subgraph: 'master', query: '{shifts{id name open}}', variables: {} },
]

for (const { name, subgraph, query, variables } of QUESTIONS) {
  const sdl = readFileSync(new URL(`../../../subgraphs/${subgraph}/schema.graphql`, import.meta.url), 'utf8')
  const schema = buildSubgraphSchema({ typeDefs: parse(sdl), resolvers: resolvers[subgraph] })
  const document = parse(query)
  const compiled = compileQuery(schema, document)
  const ways = {
    'graphql-js': async () => execute({ schema, document, variableValues: variables }),
    compiled: async () => compiled.query({}, {}, variables),
  }
  const [one, other] = await Promise.all(Object.values(ways).map((way) => way()))
  if (one.errors || JSON.stringify(one) !== JSON.stringify(other)) throw new Error(`${name}: different answers`)
  const micros = { 'graphql-js': [], compiled: [] }
  for (let turn = 0; turn < TURNS; turn += 1)
    for (const [way, ask] of Object.entries(ways)) micros[way].push(await turnOf(ask))
  const written = await turnOf(async () => JSON.stringify(one))
  const [plain, jit] = [median(micros['graphql-js']), median(micros.compiled)]
  console.log(
    `${name}: graphql-js ${plain.toFixed(0)} µs, compiled ${jit.toFixed(0)} µs (${(plain / jit).toFixed(1)} x), writing ${written.toFixed(0)} µs`,
  )
}

async function turnOf(ask) {
  const startedAt = performance.now()
  let count = 0
  while (performance.now() - startedAt < TURN_MS) {
    await ask()
    count += 1
  }
  return ((performance.now() - startedAt) / count) * 1_000
}
