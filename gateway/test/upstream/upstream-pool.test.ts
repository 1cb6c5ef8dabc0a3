import { expect, test } from 'vitest'
import type { Fault } from '../support/fake-subgraph.js'
import { fakeSubgraphs } from '../support/fake-subgraphs.js'
import { startTestGateway } from '../support/start-test-gateway.js'

const ME = '{ me { name } }'

/** A gateway that knows two instances of users. */
async function startWithTwo() {
  const { users: second, master, transactions } = fakeSubgraphs()
  const { users: first } = fakeSubgraphs()
  await Promise.all([first, second, master, transactions].map((each) => each.start()))
  const running = await startTestGateway({
    // A machine that runs tests is busy: what is shown here is not how fast it is.
    deadlines: { queryMs: 2_000, mutationMs: 2_000, billerMs: 2_000 },
    urls: { users: `${first.url},${second.url}`, master: master.url, transactions: transactions.url },
  })
  return {
    ask: running.ask,
    url: running.url,
    first,
    second,
    stop: async () => {
      await running.stop()
      await Promise.all([first, second, master, transactions].map((each) => each.kill()))
    },
  }
}

test('two instances of a subgraph are asked in turn', async () => {
  const { ask, first, second, stop } = await startWithTwo()
  for (let n = 0; n < 20; n++) await ask(ME)
  expect(first.received.length).toBeGreaterThan(5)
  expect(second.received.length).toBeGreaterThan(5)
  await stop()
})

test.each<[string, Fault]>([
  ['hangs', 'hang'],
  ['answers 500', '500'],
  ['does not know our identity', '401'],
  ['answers nonsense', 'malformed'],
])(
  'one of two that %s is soon left out, and everybody is answered; back again it has its share',
  async (_what, fault) => {
    const { ask, url, first, second, stop } = await startWithTwo()
    first.fault = fault
    await expect
      .poll(
        async () => {
          const before = first.received.length
          for (let n = 0; n < 4; n++) await ask(ME)
          return first.received.length - before
        },
        { timeout: 20_000 },
      )
      .toBe(0)
    const asked = first.received.length
    for (let n = 0; n < 20; n++) expect((await ask(ME)).data).toEqual({ me: { name: 'Siti' } })
    expect(first.received).toHaveLength(asked)
    expect(second.received.length).toBeGreaterThanOrEqual(20)
    expect(await (await fetch(`${url}/metrics`)).text()).toContain('subgraph_breaker_open{subgraph="users"} 0')

    first.fault = null
    await expect
      .poll(
        async () => {
          await ask(ME)
          return first.received.length
        },
        { timeout: 20_000 },
      )
      .toBeGreaterThan(asked)
    await stop()
  },
)

test('one of two that is gone costs no query its answer', async () => {
  const { ask, first, stop } = await startWithTwo()
  await first.kill()
  for (let n = 0; n < 20; n++) expect((await ask(ME)).data).toEqual({ me: { name: 'Siti' } })
  await stop()
})
