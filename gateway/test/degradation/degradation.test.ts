import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Fault } from '../support/fake-subgraph.js'
import { DASHBOARD, startTestGateway } from '../support/start-test-gateway.js'

type Name = 'users' | 'master' | 'transactions'
/** Shorter than the late response of a fault, and long enough for healthy subgraphs on a busy machine. */
const DEADLINES = { queryMs: 1_500, mutationMs: 5_000, billerMs: 5_000 }
const NAMES: Name[] = ['users', 'master', 'transactions']
const FAULTS: [string, Fault | 'dead'][] = [
  ['dead', 'dead'],
  ['hanging', 'hang'],
  ['responding 500', '500'],
  ['responding with invalid JSON', 'malformed'],
  ['responding with an invalid shape', 'invalid-response'],
  ['responding with an empty object', 'empty'],
  ['resetting connections', 'reset'],
  ['responding too late', { delayMs: 3_000 }],
]
/** Expected data and unavailable paths without each subgraph, for every kind of fault. */
const EXPECTED: Record<Name, { data: object; paths: string[] }> = {
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

describe('the dashboard query', () => {
  describe.each(NAMES)('with the subgraph %s', (name) => {
    let running: Awaited<ReturnType<typeof startTestGateway>>
    beforeAll(async () => {
      // The circuit must stay closed for every fault, and no response of master may be cached.
      running = await startTestGateway({
        circuitBreaker: { failureThreshold: 1_000, probeIntervalMs: 100 },
        deadlines: DEADLINES,
      })
    })
    afterAll(() => running?.stop())

    test.each(FAULTS)(
      '%s still returns the fields of the other subgraphs and lists the unavailable ones',
      async (_title, fault) => {
        const subgraph = running.subgraphs[name]
        if (fault === 'dead') await subgraph.kill()
        else subgraph.fault = fault
        const startedAt = performance.now()
        const { status, data, errors, extensions } = await running.execute(DASHBOARD, { variables: { f: {}, t: {} } })
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
        }).toMatchObject(EXPECTED[name].data)
        expect(errors.length).toBeGreaterThan(0)
        for (const error of errors) {
          expect(error.extensions).toMatchObject({ code: 'SUBGRAPH_UNAVAILABLE', service: name })
          expect(error.message).toMatch(/sedang tidak dapat dijangkau/)
          expect(Array.isArray(error.path)).toBe(true)
        }
        expect(extensions.degraded).toHaveLength(1)
        expect(extensions.degraded[0].subgraph).toBe(name)
        expect(extensions.degraded[0].paths.toSorted()).toEqual(EXPECTED[name].paths)
        expect(Date.parse(extensions.degraded[0].since)).toBeLessThanOrEqual(Date.now())
        expect(JSON.stringify({ errors, extensions })).not.toMatch(/127\.0\.0\.1|10\.0\.0\.7|ECONN|app\.js|localhost/)
        // At most two consecutive fetches; without a deadline a hanging subgraph would hang forever.
        expect(tookMs).toBeLessThan(15_000)
      },
    )

    test('available again, the result is complete', async () => {
      const { errors, extensions } = await running.execute(DASHBOARD, { variables: { f: {}, t: {} } })
      expect({ errors, extensions }).toEqual({})
    })
  })
})

describe('an unavailable subgraph', () => {
  test('gets no more calls once several callers had time-outs, and calls again once it is back', async () => {
    const running = await startTestGateway({ deadlines: DEADLINES })
    const { users } = running.subgraphs
    const isOpen = async (state: 0 | 1) =>
      (await (await fetch(`${running.url}/metrics`)).text()).includes(
        `subgraph_breaker_open{subgraph="users"} ${state}`,
      )
    users.fault = 'hang'
    // The first time-outs do not count: the health probe has to fail too.
    for (let n = 0; n < 15 && !(await isOpen(1)); n++) {
      await running.execute('{ me { name } }', { as: n % 2 === 0 ? 'ADMIN' : 'EMPLOYEE' })
    }
    expect(await isOpen(1)).toBe(true)
    const callsBefore = users.requests.length
    const refused = await running.execute('{ me { name } }')
    expect(users.requests).toHaveLength(callsBefore)
    expect(refused.errors[0].extensions.service).toBe('users')
    users.fault = null
    await expect
      .poll(async () => (await running.execute('{ me { name } }')).data, { timeout: 20_000 })
      .toEqual({ me: { name: 'Siti' } })
    expect(await isOpen(0)).toBe(true)
    await running.stop()
  })

  test('is distinguished from one that rejects a single request and still gets calls', async () => {
    const running = await startTestGateway()
    const { users } = running.subgraphs
    users.fault = '413'
    for (let n = 0; n < 6; n++) {
      const { data, errors } = await running.execute('{ me { name } }')
      expect(data).toEqual({ me: null })
      expect(errors[0].extensions).toEqual({ code: 'SUBGRAPH_UNAVAILABLE', service: 'users', paths: ['me'] })
      expect(JSON.stringify(errors)).not.toMatch(/413|10\.0\.0\.7/)
    }
    const { errors } = await running.execute('mutation { logout(refreshToken: "x") }')
    // The rejected mutation did not run, so its outcome is known.
    expect(errors[0].extensions).not.toHaveProperty('outcomeUnknown')
    users.fault = null
    expect((await running.execute('{ me { name } }')).data).toEqual({ me: { name: 'Siti' } })
    await running.stop()
  })

  test('gets no calls while it rejects the health probe', async () => {
    const running = await startTestGateway()
    const { users } = running.subgraphs
    users.fault = '500'
    for (let n = 0; n < 5; n++) await running.execute('{ me { name } }')
    users.fault = '413'
    const [callsBefore, probesBefore] = [users.requests.length, users.serviceCalls]
    await expect.poll(() => users.serviceCalls, { timeout: 20_000 }).toBeGreaterThan(probesBefore + 3)
    await running.execute('{ me { name } }')
    expect(users.requests).toHaveLength(callsBefore)
    await running.stop()
  })

  test('does not delay the start of the gateway', async () => {
    const startedAt = performance.now()
    const closedPort = 'http://127.0.0.1:1/graphql'
    const running = await startTestGateway({
      urls: { users: closedPort, master: closedPort, transactions: closedPort },
    })
    const ready = await fetch(`${running.url}/health/ready`)
    expect({ status: ready.status, isInTime: performance.now() - startedAt < 20_000 }).toEqual({
      status: 200,
      isInTime: true,
    })
    const { status, data, errors } = await running.execute(DASHBOARD)
    expect({ status, data }).toEqual({
      status: 200,
      data: { salesSummary: null, transactions: null, users: null, shifts: null },
    })
    expect(errors).toHaveLength(4)
    await running.stop()
  })
})
