import { auditServer } from 'graphql-http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestGateway } from '../support/start-test-gateway.js'

let running: Awaited<ReturnType<typeof startTestGateway>>
beforeAll(async () => {
  running = await startTestGateway()
})
afterAll(() => running?.stop())

/** What we do otherwise: no answers to plain GETs that a foreign page could make, and 400 where nothing was run. */
const OTHERWISE = ['572B', '5A70', '6A70', '7B9B', 'D6D5', 'FDE2']

test('GraphQL over HTTP is kept to: every MUST, and of the rest all but what is pinned here', async () => {
  const results = await auditServer({ url: `${running.url}/graphql`, fetchFn: fetch })
  expect(results).toHaveLength(61)
  const missed = results.filter(({ status }) => status !== 'ok')
  expect(missed.filter(({ name }) => name.startsWith('MUST')).map(({ id, name }) => `${id} ${name}`)).toEqual([])
  expect(missed.map(({ id }) => id).toSorted()).toEqual(OTHERWISE)
})
