// The transactions subgraph with the old system's defect: it calls the biller before it stores the sale. The crash run in
// crash.test.ts must catch it.
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
    // The old system parsed, logged and queried its database here.
    await sleep(500)
  }
  return insertOne.call(this, row, ...rest)
}

await import('../../subgraphs/transactions/dist/main.js')
