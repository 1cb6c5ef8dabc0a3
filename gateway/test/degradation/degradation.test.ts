import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Fault } from '../support/fake-subgraph.js'
import { DASHBOARD, startTestGateway } from '../support/start-test-gateway.js'

type Name = 'users' | 'master' | 'transactions'
/** Shorter than what is too late here, and long enough for those who answer on a busy machine. */
const DEADLINES = { queryMs: 1_500, mutationMs: 5_000, billerMs: 5_000 }
const NAMES: Name[] = ['users', 'master', 'transactions']
const FAULTS: [string, Fault | 'dead'][] = [
  ['dead', 'dead'],
  ['hanging', 'hang'],
  ['answering 500', '500'],
  ['answering nonsense', 'malformed'],
  ['answering in the wrong shape', 'wrong-shape'],
  ['answering nothing', 'empty'],
  ['resetting connections', 'reset'],
  ['answering too late', { lateMs: 3_000 }],
]
/** What must be there and what must be missing with each subgraph away, whatever the way. */
const LEFT: Record<Name, { data: object; paths: string[] }> = {
  users: {
    data: {
      salesSummary: { success: { count: 2 } },
      transactions: {
        totalCount: 4,
        nodes: [{ employee: null, employeeName: 'Budi', product: { name: 'Token PLN 50.000' } }],
      },
      users: null,
      shifts: [{ name: 'Pagi', sales: { success: { amount: 102_000 } } }],
    },
    paths: ['transactions.nodes.*.employee', 'users'],
  },
  master: {
    data: {
      salesSummary: { success: { count: 2 } },
      transactions: { totalCount: 4, nodes: [{ employee: { name: 'Budi', shift: null }, product: null }] },
      users: { nodes: [{ name: 'Siti', sales: { success: { amount: 102_000 } } }] },
      shifts: null,
    },
    paths: ['shifts', 'transactions.nodes.*.employee.shift', 'transactions.nodes.*.product'],
  },
  transactions: {
    data: {
      salesSummary: null,
      transactions: null,
      users: { nodes: [{ name: 'Siti', sales: null }] },
      shifts: [{ name: 'Pagi', sales: null }],
    },
    paths: ['salesSummary', 'shifts.*.sales', 'transactions', 'users.nodes.*.sales'],
  },
}

describe('the joined request of the dashboard', () => {
  describe.each(NAMES)('with %s', (name) => {
    let running: Awaited<ReturnType<typeof startTestGateway>>
    beforeAll(async () => {
      // Each fault is met with a closed breaker, and master's lists are met for the first time.
      running = await startTestGateway({ breaker: { failures: 1_000, probeEveryMs: 100 }, deadlines: DEADLINES })
    })
    afterAll(() => running?.stop())

    test.each(FAULTS)('%s still returns what the others own, and names the rest', async (_title, fault) => {
      const subgraph = running.subgraphs[name]
      if (fault === 'dead') await subgraph.kill()
      else subgraph.fault = fault
      const startedAt = performance.now()
      const { status, data, errors, extensions } = await running.ask(DASHBOARD, { variables: { f: {}, t: {} } })
      const tookMs = performance.now() - startedAt
      subgraph.fault = null
      if (fault === 'dead') await subgraph.start()

      expect(status).toBe(200)
      const first = (list: unknown) => (Array.isArray(list) ? list.slice(0, 1) : list)
      expect({
        ...data,
        shifts: first(data.shifts),
        users: data.users && { nodes: first(data.users.nodes) },
        transactions: data.transactions && { ...data.transactions, nodes: first(data.transactions.nodes) },
      }).toMatchObject(LEFT[name].data)
      expect(errors.length).toBeGreaterThan(0)
      for (const error of errors) {
        expect(error.extensions).toMatchObject({ code: 'SUBGRAPH_UNAVAILABLE', service: name })
        expect(error.message).toMatch(/sedang tidak dapat dijangkau/)
        expect(Array.isArray(error.path)).toBe(true)
      }
      expect(extensions.degraded).toHaveLength(1)
      expect(extensions.degraded[0].subgraph).toBe(name)
      expect(extensions.degraded[0].paths.toSorted()).toEqual(LEFT[name].paths)
      expect(Date.parse(extensions.degraded[0].since)).toBeLessThanOrEqual(Date.now())
      expect(JSON.stringify({ errors, extensions })).not.toMatch(/127\.0\.0\.1|10\.0\.0\.7|ECONN|app\.js|localhost/)
      // Two fetches one after the other at most; without a deadline what hangs would hang for good.
      expect(tookMs).toBeLessThan(15_000)
    })

    test('back again it is complete', async () => {
      const { errors, extensions } = await running.ask(DASHBOARD, { variables: { f: {}, t: {} } })
      expect({ errors, extensions }).toEqual({})
    })
  })
})

describe('a subgraph that does not answer', () => {
  test('is soon not asked any more, and asked again once it is back', async () => {
    const running = await startTestGateway({ deadlines: DEADLINES })
    const { users } = running.subgraphs
    users.fault = 'hang'
    for (let n = 0; n < 5; n++) await running.ask('{ me { name } }')
    const asked = users.received.length
    const refused = await running.ask('{ me { name } }')
    expect(users.received).toHaveLength(asked)
    expect(refused.errors[0].extensions.service).toBe('users')
    expect(await (await fetch(`${running.url}/metrics`)).text()).toContain('subgraph_breaker_open{subgraph="users"} 1')
    users.fault = null
    await expect
      .poll(async () => (await running.ask('{ me { name } }')).data, { timeout: 20_000 })
      .toEqual({ me: { name: 'Siti' } })
    expect(await (await fetch(`${running.url}/metrics`)).text()).toContain('subgraph_breaker_open{subgraph="users"} 0')
    await running.stop()
  })

  test('is told apart from one that refuses a request, which goes on being asked', async () => {
    const running = await startTestGateway()
    const { users } = running.subgraphs
    users.fault = '413'
    for (let n = 0; n < 6; n++) {
      const { data, errors } = await running.ask('{ me { name } }')
      expect(data).toEqual({ me: null })
      expect(errors[0].extensions).toEqual({ code: 'SUBGRAPH_UNAVAILABLE', service: 'users', paths: ['me'] })
      expect(JSON.stringify(errors)).not.toMatch(/413|10\.0\.0\.7/)
    }
    const { errors } = await running.ask('mutation { logout(refreshToken: "x") }')
    // Nothing was carried out, and it is known.
    expect(errors[0].extensions).not.toHaveProperty('outcomeUnknown')
    users.fault = null
    expect((await running.ask('{ me { name } }')).data).toEqual({ me: { name: 'Siti' } })
    await running.stop()
  })

  test('is not asked again because it refuses what asks whether it is back', async () => {
    const running = await startTestGateway()
    const { users } = running.subgraphs
    users.fault = '500'
    for (let n = 0; n < 5; n++) await running.ask('{ me { name } }')
    users.fault = '413'
    const [asked, probed] = [users.received.length, users.serviceCalls]
    await expect.poll(() => users.serviceCalls, { timeout: 20_000 }).toBeGreaterThan(probed + 3)
    await running.ask('{ me { name } }')
    expect(users.received).toHaveLength(asked)
    await running.stop()
  })

  test('does not hold up the start of the gateway', async () => {
    const startedAt = performance.now()
    const nobody = 'http://127.0.0.1:1/graphql'
    const running = await startTestGateway({ urls: { users: nobody, master: nobody, transactions: nobody } })
    const ready = await fetch(`${running.url}/health/ready`)
    expect({ status: ready.status, isInTime: performance.now() - startedAt < 20_000 }).toEqual({
      status: 200,
      isInTime: true,
    })
    const { status, data, errors } = await running.ask(DASHBOARD)
    expect({ status, data }).toEqual({
      status: 200,
      data: { salesSummary: null, transactions: null, users: null, shifts: null },
    })
    expect(errors).toHaveLength(4)
    await running.stop()
  })
})
