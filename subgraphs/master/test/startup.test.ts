import { waitUntil } from '@setrum/testing'
import { afterEach, describe, expect, test } from 'vitest'
import { EMPLOYEE, startTestMaster, type TestMaster } from './support/start-test-master.js'

let master: TestMaster | undefined
afterEach(async () => {
  await master?.stop()
  master = undefined
})

const SHIFTS = '{ shifts { id name startAt endAt } }'

describe('demo data', () => {
  test('is three shifts with fixed ids, loaded once', async () => {
    master = await startTestMaster({ demoData: 'users' })
    await waitUntil(master.isReady)
    const another = await master.startAnother()
    await waitUntil(async () => (await fetch(`http://127.0.0.1:${another.port}/health/ready`)).ok)
    await another.stop()
    expect((await master.execute(EMPLOYEE, SHIFTS)).data.shifts).toEqual([
      { id: '665000000000000000000003', name: 'Malam', startAt: '00:00', endAt: '07:59' },
      { id: '665000000000000000000001', name: 'Pagi', startAt: '08:00', endAt: '15:59' },
      { id: '665000000000000000000002', name: 'Sore', startAt: '16:00', endAt: '23:59' },
    ])
  })

  test('is loaded only on request and only into a database without shifts', async () => {
    master = await startTestMaster({ demoData: 'none' })
    await waitUntil(master.isReady)
    expect((await master.execute(EMPLOYEE, SHIFTS)).data.shifts).toEqual([])
    await master.collection('officeHours').insertOne({ name: 'Ours', startAt: '08:00', endAt: '15:59', active: true })
    const another = await master.startAnother()
    await another.stop()
    expect((await master.execute(EMPLOYEE, SHIFTS)).data.shifts).toHaveLength(1)
  })
})

test('without the biller the shifts are available, and the products are empty', async () => {
  const unreachable = 'http://127.0.0.1:9'
  master = await startTestMaster({
    demoData: 'users',
    biller: { prepaidUrl: unreachable, postpaidUrl: unreachable, username: 'x', apiKey: 'y' },
  })
  await waitUntil(master.isReady, { within: 15_000 })
  const { data, errors } = await master.execute(
    EMPLOYEE,
    `{ shifts { name } products { code } product(code: "x") { code } }`,
  )
  expect(errors).toBeUndefined()
  expect(data).toMatchObject({ shifts: [{}, {}, {}], products: [], product: null })
})

// A shared server is not killed.
test.skipIf(Boolean(process.env.MONGODB_URI))('readiness ends with the database and comes back with it', async () => {
  master = await startTestMaster({ demoData: 'users' })
  await waitUntil(master.isReady)
  await master.database.kill()
  expect(await master.isReady()).toBe(false)
  const { errors } = await master.execute(EMPLOYEE, SHIFTS)
  expect(errors?.[0]?.extensions).toEqual({ code: 'SUBGRAPH_UNAVAILABLE', service: 'master' })
  await master.database.restart()
  await waitUntil(master.isReady, { within: 30_000 })
  expect((await master.execute(EMPLOYEE, SHIFTS)).data.shifts).toHaveLength(3)
})
