import { createLogger } from '@setrum/service-runtime'
import { expect, test, vi } from 'vitest'
import { type DatabasePreparation, prepareDatabase } from '../src/index.js'

const logger = createLogger('test', 'silent')

test('a failed preparation is retried until it succeeds', async () => {
  let tries = 0
  const preparation = prepareDatabase(
    async () => {
      tries += 1
      if (tries < 3) throw new Error('no database')
    },
    { logger },
  )
  expect(preparation.isDone()).toBe(false)
  await vi.waitFor(() => expect(preparation.isDone()).toBe(true), { timeout: 20_000 })
  expect(tries).toBe(3)
})

test('a preparation stops when the subgraph stops', async () => {
  let tries = 0
  const preparation: DatabasePreparation = prepareDatabase(
    async () => {
      await Promise.resolve()
      tries += 1
      preparation.stop()
      throw new Error('the connection was closed')
    },
    { logger },
  )
  await vi.waitFor(() => expect(tries).toBe(1), { timeout: 20_000 })
  expect(preparation.isDone()).toBe(false)
})
