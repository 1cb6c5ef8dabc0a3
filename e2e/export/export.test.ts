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

test('the owner downloads what was sold as a table, all of it or what a filter leaves', async () => {
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

  const answer = await download(adminToken)
  expect(answer.status).toBe(200)
  expect(answer.headers.get('content-type')).toContain('text/csv')
  expect(answer.headers.get('content-disposition')).toContain('attachment')
  const [, ...rows] = (await answer.text()).trim().split(/\r?\n/)
  expect(rows).toHaveLength(1)
  expect(rows[0]).toContain(invoice)
  expect(rows[0]).toContain(employee.name)

  const failed = await (await download(adminToken, '?status=FAILED')).text()
  expect(failed.trim().split(/\r?\n/)).toHaveLength(1)
})

test('nobody else does: not an employee, not who is not signed in', async () => {
  for (const [accessToken, httpStatus, code] of [
    [employee.accessToken, 403, 'FORBIDDEN'],
    [null, 401, 'UNAUTHENTICATED'],
  ] as const) {
    const answer = await download(accessToken)
    expect(answer.status).toBe(httpStatus)
    const { errors } = (await answer.json()) as GraphQLResponse
    expect(errors?.[0]?.extensions.code).toBe(code)
  }
})
