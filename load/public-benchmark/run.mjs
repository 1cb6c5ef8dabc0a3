// Compares gateways with the query of the public gateways benchmark, which joins four subgraphs. Prints a table and writes a
// result. Settings: ../peers/src/compare.mjs.
import { fileURLToPath } from 'node:url'
import { compare } from '../peers/src/compare.mjs'
import { minify } from '../peers/src/operations.mjs'
import { comparisonTable } from '../report/comparison-table.mjs'

const query = minify(`
  fragment User on User { id username name }
  fragment Review on Review { id body }
  fragment Product on Product { inStock name price shippingEstimate upc weight }
  query PublicBenchmark {
    users { ...User reviews { ...Review product { ...Product reviews {
      ...Review author { ...User reviews { ...Review product { ...Product } } }
    } } } }
    topProducts { ...Product reviews { ...Review author { ...User reviews { ...Review product { ...Product } } } } }
  }`)

const result = await compare({
  operations: { public: { operationName: 'PublicBenchmark', query, variables: {} } },
  peers: ['hand-written', 'ours', 'ours-apollo', 'stock', 'hive', 'hive-router'],
  subgraphs: { module: new URL('./subgraphs.mjs', import.meta.url), isProcessEach: true },
  programs: { 'hand-written': fileURLToPath(new URL('./hand-written.mjs', import.meta.url)) },
  rate: 40,
  results: new URL('./results/', import.meta.url),
})
console.log(comparisonTable(result))
process.exit(0)
