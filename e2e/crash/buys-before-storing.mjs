// The transactions subgraph with the old system's mistake planted in it: the biller is called first and the sale stored
// after. The crash run must catch it; see crash.test.ts.
import { setTimeout as sleep } from 'node:timers/promises'
import { createIakClient } from '@setrum/iak'
import mongoose from 'mongoose'
import { readTransactionsEnv } from '../../subgraphs/transactions/dist/env.js'

const biller = createIakClient(readTransactionsEnv().biller)
const { Collection } = mongoose.mongo
const { insertOne } = Collection.prototype
Collection.prototype.insertOne = async function buyThenStore(row, ...rest) {
  if (this.collectionName === 'transaction' && row.state === 'PROCESSING') {
    await biller.topUp({
      refId: row.refId,
      customerId: row.customer_id,
      productCode: row.product_code,
      isRepeat: false,
    })
    // Any work between the two will do: the old system parsed, logged and asked its database.
    await sleep(100)
  }
  return insertOne.call(this, row, ...rest)
}

await import('../../subgraphs/transactions/dist/main.js')
