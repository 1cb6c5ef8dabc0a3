// Compares gateways with operations of the product. Settings: compare.mjs.
import { compare } from './compare.mjs'
import { operations } from './operations.mjs'

await compare({
  operations,
  peers: ['hand-written', 'ours', 'stock', 'hive', 'mercurius'],
  rate: 50,
  results: new URL('../results/', import.meta.url),
})
process.exit(0)
