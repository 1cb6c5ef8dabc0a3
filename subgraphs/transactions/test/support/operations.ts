import { randomUUID } from 'node:crypto'
import type { Viewer } from '@setrum/identity'
import { codeOf, waitUntil } from '@setrum/testing'
import type { Document } from 'mongodb'
import { SITI } from './fixtures.js'
import type { TestTransactions } from './start-test-transactions.js'

export const SALE = `id invoice status token kwh price nominal adminFee responseCode message productType productCode
  employeeName employee { id } shift { id } completedAt nextCheckAt needsAttention reviewReasons remainingBills reference profit
  customer { number meterNumber name tariff power } bills { period amount adminFee penalty total meterStart meterEnd }
  events { type actor from to note }`

export const BUY = `mutation($input: BuyTokenInput!) { buyToken(input: $input) { ${SALE} } }`
export const INQUIRE = `mutation($input: InquireBillInput!) { inquireBill(input: $input) { ${SALE} } }`
export const PAY = `mutation($id: ID!) { payBill(transactionId: $id) { replayed ${SALE} } }`
export const ONE = `query($id: ID!) { transaction(id: $id) { ${SALE} } }`
export const CHECK = `mutation($id: ID!) { checkTransactionStatus(id: $id) { ${SALE} } }`
export const RESOLVE = `mutation($id: ID!, $r: Resolution!, $note: String!, $token: String) {
  resolveTransaction(id: $id, resolution: $r, note: $note, token: $token) { ${SALE} } }`

/** The number of purchase attempts, by the events of the row. */
export const attemptsOfRow = (row: Document | null): number =>
  (row?.events ?? []).filter(({ type }: { type: string }) => type === 'SENT').length

export const aTokenSale = (more: object = {}) => ({
  meterNumber: '12345678901',
  productCode: 'hpln20000',
  idempotencyKey: randomUUID(),
  confirmDuplicate: true,
  ...more,
})

export const aBill = (more: object = {}) => ({
  customerNumber: '530000000000',
  productType: 'POSTPAID',
  idempotencyKey: randomUUID(),
  ...more,
})

export async function buy(subgraph: TestTransactions, more: object = {}, viewer: Viewer = SITI) {
  const response = await subgraph.execute(viewer, BUY, { input: aTokenSale(more) })
  return response.data?.buyToken ?? Promise.reject(new Error(JSON.stringify(response.errors)))
}

export async function inquire(subgraph: TestTransactions, more: object = {}, viewer: Viewer = SITI) {
  const response = await subgraph.execute(viewer, INQUIRE, { input: aBill(more) })
  return response.data?.inquireBill ?? Promise.reject(new Error(JSON.stringify(response.errors)))
}

/**
 * Repeats the inquiry of a meter until it succeeds, and so caches it. With a short time-out a busy machine can miss the
 * response, and the test is about the purchase.
 */
export async function cacheMeterOwner(subgraph: TestTransactions, meterNumber = '12345678901'): Promise<void> {
  const query = 'query($m: String!) { inquirePrepaidCustomer(meterNumber: $m) { name } }'
  await waitUntil(async () => !(await subgraph.execute(SITI, query, { m: meterNumber })).errors, {
    what: `the inquiry of ${meterNumber}`,
  })
}

/** Repeats the inquiry of a bill until it succeeds, for the same reason: the test is about the payment. */
export async function inquireWithRetries(subgraph: TestTransactions, more: object = {}) {
  return waitUntil(
    async () => {
      const response = await subgraph.execute(SITI, INQUIRE, { input: aBill(more) })
      if (codeOf(response) === 'BILLER_UNAVAILABLE') return null
      return response.data?.inquireBill ?? Promise.reject(new Error(JSON.stringify(response.errors)))
    },
    { what: 'the inquiry of the bill' },
  )
}

export async function readTransaction(subgraph: TestTransactions, id: string, viewer: Viewer = SITI) {
  return (await subgraph.execute(viewer, ONE, { id })).data.transaction
}
