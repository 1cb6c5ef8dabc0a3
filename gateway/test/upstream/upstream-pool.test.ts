import { expect, test } from 'vitest'
import type { Fault } from '../support/fake-subgraph.js'
import { fakeSubgraphs } from '../support/fake-subgraphs.js'
import { startTestGateway } from '../support/start-test-gateway.js'

const ME = '{ me { name } }'

/** Starts a gateway with two instances of users. */
async function startWithTwo() {
  const { users: second, master, transactions } = fakeSubgraphs()
  const { users: first } = fakeSubgraphs()
  await Promise.all([first, second, master, transactions].map((each) => each.start()))
  const running = await startTestGateway({
    // Deadlines long enough for a busy machine; this test does not measure speed.
    deadlines: { queryMs: 2_000, mutationMs: 2_000, billerMs: 2_000 },
    urls: { users: `${first.url},${second.url}`, master: master.url, transactions: transactions.url },
  })
  return {
    execute: running.execute,
    url: running.url,
    first,
    second,
    stop: async () => {
      await running.stop()
      await Promise.all([first, second, master, transactions].map((each) => each.kill()))
    },
  }
}

test('two instances of a subgraph share the calls', async () => {
  const { execute, first, second, stop } = await startWithTwo()
  for (let n = 0; n < 20; n++) await execute(ME)
  expect(first.requests.length).toBeGreaterThan(5)
  expect(second.requests.length).toBeGreaterThan(5)
  await stop()
})

test.each<[string, Fault]>([
  ['hangs', 'hang'],
  ['responds 500', '500'],
  ['rejects our identity', '401'],
  ['responds with invalid JSON', 'malformed'],
])(
  'an instance that %s is soon skipped and all requests succeed; once it is back, it gets calls again',
  async (_what, fault) => {
    const { execute, url, first, second, stop } = await startWithTwo()
    first.fault = fault
    await expect
      .poll(
        async () => {
          const before = first.requests.length
          for (let n = 0; n < 4; n++) await execute(ME)
          return first.requests.length - before
        },
        { timeout: 20_000 },
      )
      .toBe(0)
    const callsBefore = first.requests.length
    for (let n = 0; n < 20; n++) expect((await execute(ME)).data).toEqual({ me: { name: 'Siti' } })
    expect(first.requests).toHaveLength(callsBefore)
    expect(second.requests.length).toBeGreaterThanOrEqual(20)
    expect(await (await fetch(`${url}/metrics`)).text()).toContain('subgraph_breaker_open{subgraph="users"} 0')

    first.fault = null
    await expect
      .poll(
        async () => {
          await execute(ME)
          return first.requests.length
        },
        { timeout: 20_000 },
      )
      .toBeGreaterThan(callsBefore)
    await stop()
  },
)

test('no query fails when one of two instances is gone', async () => {
  const { execute, first, stop } = await startWithTwo()
  await first.kill()
  for (let n = 0; n < 20; n++) expect((await execute(ME)).data).toEqual({ me: { name: 'Siti' } })
  await stop()
})
