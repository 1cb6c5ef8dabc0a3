import { type GraphQLResponse, type RunningStack, startStack, waitUntil } from '@setrum/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'

let running: RunningStack
let adminToken: string
let employee: Awaited<ReturnType<RunningStack['anEmployee']>>
beforeAll(async () => {
  running = await startStack()
  adminToken = await running.asAdmin()
  employee = await running.anEmployee(adminToken)
})
afterAll(() => running?.stop())

const download = (accessToken: string | null, query = '') =>
  fetch(`${running.stack.url('gateway')}/exports/transactions.csv${query}`, {
    headers: accessToken === null ? {} : { authorization: `Bearer ${accessToken}` },
  })

test('the owner downloads the sales as CSV, all or filtered', async () => {
  const input = { meterNumber: '12345678901', productCode: 'hpln20000', idempotencyKey: 'for-the-table' }
  const bought = await running.graph(
    'mutation($input: BuyTokenInput!) { buyToken(input: $input) { id invoice } }',
    { input },
    employee.accessToken,
  )
  const { id, invoice } = bought.data.buyToken
  await waitUntil(async () => {
    const { data } = await running.graph('query($id: ID!) { transaction(id: $id) { status } }', { id }, adminToken)
    return data?.transaction?.status === 'SUCCESS'
  })

  const response = await download(adminToken)
  expect(response.status).toBe(200)
  expect(response.headers.get('content-type')).toContain('text/csv')
  expect(response.headers.get('content-disposition')).toContain('attachment')
  const [, ...rows] = (await response.text()).trim().split(/\r?\n/)
  expect(rows).toHaveLength(1)
  expect(rows[0]).toContain(invoice)
  expect(rows[0]).toContain(employee.name)

  const failed = await (await download(adminToken, '?status=FAILED')).text()
  expect(failed.trim().split(/\r?\n/)).toHaveLength(1)
})

test('employees and anonymous callers cannot download the sales', async () => {
  for (const [accessToken, httpStatus, code] of [
    [employee.accessToken, 403, 'FORBIDDEN'],
    [null, 401, 'UNAUTHENTICATED'],
  ] as const) {
    const response = await download(accessToken)
    expect(response.status).toBe(httpStatus)
    const { errors } = (await response.json()) as GraphQLResponse
    expect(errors?.[0]?.extensions.code).toBe(code)
  }
})
