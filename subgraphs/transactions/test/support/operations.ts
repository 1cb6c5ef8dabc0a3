import { randomUUID } from 'node:crypto'
import type { Viewer } from '@setrum/identity'
import { codeOf, waitUntil } from '@setrum/testing'
import type { Document } from 'mongodb'
import { SITI } from './fixtures.js'
import type { TestTransactions } from './start-test-transactions.js'

export const SALE = `id invoice status token kwh price nominal adminFee responseCode message productType productCode
  employeeName employee { id } shift { id } completedAt nextCheckAt needsAttention reviewReasons remainingBills reference profit
  customer { number meterNumber name tariff power } bills { period amount adminFee penalty total }
  events { type actor from to note }`

export const BUY = `mutation($input: BuyTokenInput!) { buyToken(input: $input) { ${SALE} } }`
export const INQUIRE = `mutation($input: InquireBillInput!) { inquireBill(input: $input) { ${SALE} } }`
export const PAY = `mutation($id: ID!) { payBill(transactionId: $id) { ${SALE} } }`
export const ONE = `query($id: ID!) { transaction(id: $id) { ${SALE} } }`
export const CHECK = `mutation($id: ID!) { checkTransactionStatus(id: $id) { ${SALE} } }`
export const RESOLVE = `mutation($id: ID!, $r: Resolution!, $note: String!, $token: String) {
  resolveTransaction(id: $id, resolution: $r, note: $note, token: $token) { ${SALE} } }`

/** How often a sale was sent, by the events of its row. */
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
  const answer = await subgraph.ask(viewer, BUY, { input: aTokenSale(more) })
  return answer.data?.buyToken ?? Promise.reject(new Error(JSON.stringify(answer.errors)))
}

export async function inquire(subgraph: TestTransactions, more: object = {}, viewer: Viewer = SITI) {
  const answer = await subgraph.ask(viewer, INQUIRE, { input: aBill(more) })
  return answer.data?.inquireBill ?? Promise.reject(new Error(JSON.stringify(answer.errors)))
}

/**
 * Asks for a meter until the biller has told of it, which is remembered: where its time-out is short a busy machine can
 * miss it, and it is the purchase that a test is about.
 */
export async function meet(subgraph: TestTransactions, meterNumber = '12345678901'): Promise<void> {
  const question = 'query($m: String!) { inquirePrepaidCustomer(meterNumber: $m) { name } }'
  await waitUntil(async () => !(await subgraph.ask(SITI, question, { m: meterNumber })).errors, {
    what: `the biller to tell of ${meterNumber}`,
  })
}

/** Looks a bill up until the biller has told of it, for the same reason: it is the payment that a test is about. */
export async function lookUp(subgraph: TestTransactions, more: object = {}) {
  return waitUntil(
    async () => {
      const answer = await subgraph.ask(SITI, INQUIRE, { input: aBill(more) })
      if (codeOf(answer) === 'BILLER_UNAVAILABLE') return null
      return answer.data?.inquireBill ?? Promise.reject(new Error(JSON.stringify(answer.errors)))
    },
    { what: 'the biller to tell of the bill' },
  )
}

export async function see(subgraph: TestTransactions, id: string, viewer: Viewer = SITI) {
  return (await subgraph.ask(viewer, ONE, { id })).data.transaction
}
