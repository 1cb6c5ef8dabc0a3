import { codeOf, type RunningStack, startStack, waitUntil } from '@setrum/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'

/** A change by the owner applies to every later sale. */
const PROMISE = { within: 5_000 }
const BUY = 'mutation($input: BuyTokenInput!) { buyToken(input: $input) { id } }'
const INQUIRE = 'mutation($input: InquireBillInput!) { inquireBill(input: $input) { id } }'
const PAY = 'mutation($id: ID!) { payBill(transactionId: $id) { id } }'

let running: RunningStack
let adminToken: string
beforeAll(async () => {
  running = await startStack()
  adminToken = await running.asAdmin()
})
afterAll(() => running?.stop())

const byAdmin = async (mutation: string) => {
  const { errors } = await running.graph(`mutation { ${mutation} { id } }`, {}, adminToken)
  expect(errors).toBeUndefined()
}

test.each([
  [
    'closes the shift',
    'OUTSIDE_SHIFT',
    ({ shiftId }: { shiftId: string }) => `updateShift(id: "${shiftId}", input: { active: false })`,
  ],
  [
    'deactivates the employee',
    'ACCOUNT_INACTIVE',
    ({ id }: { id: string }) => `updateUser(id: "${id}", input: { active: false })`,
  ],
])('within five seconds after the owner %s nothing is sold any more: %s', async (_what, refusal, change) => {
  const employee = await running.anEmployee(adminToken)
  const execute = (query: string, variables: object) => running.graph(query, { ...variables }, employee.accessToken)
  const key = (name: string) => `${refusal}-${name}`
  const bill = await execute(INQUIRE, {
    input: { customerNumber: '530000000000', productType: 'POSTPAID', idempotencyKey: key('bill') },
  })
  expect(bill.errors).toBeUndefined()
  const { id } = bill.data.inquireBill
  // Before the revocation these fail on their meter numbers only, so access is granted and nothing is bought.
  const buy = () =>
    execute(BUY, { input: { meterNumber: '14000000014', productCode: 'hpln20000', idempotencyKey: key('token') } })
  const inquire = () =>
    execute(INQUIRE, {
      input: { customerNumber: '530000000014', productType: 'POSTPAID', idempotencyKey: key('other') },
    })
  expect([codeOf(await buy()), codeOf(await inquire())]).toEqual(['BILLER_REJECTED', 'BILLER_REJECTED'])

  await byAdmin(change(employee))
  await waitUntil(async () => codeOf(await buy()) === refusal, { ...PROMISE, what: `${refusal} of buyToken` })
  expect(codeOf(await inquire())).toBe(refusal)
  expect(codeOf(await execute(PAY, { id }))).toBe(refusal)

  const { transactions } = await running.biller.ledger()
  expect(transactions.filter(({ debited }) => debited > 0)).toEqual([])
})
