import { codeOf, waitUntil } from '@setrum/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ADMIN, ANONYMOUS, EMPLOYEE, SERVICE, startTestMaster, type TestMaster } from './support/start-test-master.js'

const LOG = '{ masterAuditLog(first: 10) { totalCount nodes { action subject actor { id } before after } } }'

let master: TestMaster

beforeAll(async () => {
  master = await startTestMaster()
  await waitUntil(master.isReady)
})
afterAll(() => master?.stop())

test('changes of shifts and products are recorded with actor and the state before and after', async () => {
  const { data } = await master.execute(
    ADMIN,
    'mutation { createShift(input: { name: "Pagi", startAt: "08:00", endAt: "15:59" }) { id } }',
  )
  const { id } = data.createShift
  await master.execute(ADMIN, 'mutation($id: ID!) { updateShift(id: $id, input: { endAt: "16:59" }) { id } }', { id })
  await master.execute(ADMIN, 'mutation { updateProduct(code: "hpln20000", input: { margin: 2000 }) { code } }')
  const log = (await master.execute(ADMIN, LOG)).data.masterAuditLog
  expect(log).toEqual({
    totalCount: 3,
    nodes: [
      {
        action: 'PRODUCT_UPDATED',
        subject: 'hpln20000',
        actor: { id: '664000000000000000000001' },
        before: '{"marginIdr":null,"isOffered":true}',
        after: '{"marginIdr":2000,"isOffered":true}',
      },
      {
        action: 'SHIFT_UPDATED',
        subject: id,
        actor: { id: '664000000000000000000001' },
        before: '{"name":"Pagi","startAt":"08:00","endAt":"15:59","active":true}',
        after: '{"name":"Pagi","startAt":"08:00","endAt":"16:59","active":true}',
      },
      {
        action: 'SHIFT_CREATED',
        subject: id,
        actor: { id: '664000000000000000000001' },
        before: null,
        after: '{"name":"Pagi","startAt":"08:00","endAt":"15:59","active":true}',
      },
    ],
  })
})

test('only admins read the audit trail', async () => {
  expect(codeOf(await master.execute(EMPLOYEE, LOG))).toBe('FORBIDDEN')
  expect(codeOf(await master.execute(SERVICE, LOG))).toBe('FORBIDDEN')
  expect(codeOf(await master.execute(ANONYMOUS, LOG))).toBe('UNAUTHENTICATED')
})
