import { createLogger } from '@setrum/service-runtime'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { createLocalReplica, type ReplicaOptions } from './local-replica.js'

const row = z.object({ id: z.string(), isOpen: z.boolean() })

type Row = z.infer<typeof row>

function replicaOf(source: { rows: Row[]; fetches: number }, more: Partial<ReplicaOptions<Row>> = {}) {
  return createLocalReplica({
    name: 'shifts',
    row,
    keyOf: ({ id }) => id,
    fetch: async () => {
      source.fetches += 1
      return structuredClone(source.rows)
    },
    store: { save: async () => undefined, load: async () => [] },
    now: () => new Date(),
    logger: createLogger('test', 'silent'),
    ...more,
  })
}

test('a row that was just created is found, although the replica was refreshed a moment ago', async () => {
  const source = { rows: [{ id: 'a', isOpen: false }], fetches: 0 }
  const replica = replicaOf(source)
  expect(await replica.find('a', ({ isOpen }) => isOpen)).toEqual({ id: 'a', isOpen: false })
  source.rows.push({ id: 'b', isOpen: true })
  expect(await replica.find('b')).toEqual({ id: 'b', isOpen: true })
})

test('a change during a refresh is seen by the next refresh', async () => {
  const source = { rows: [{ id: 'a', isOpen: false }], fetches: 0 }
  const replica = replicaOf(source)
  const underWay = replica.refresh()
  source.rows = [{ id: 'a', isOpen: true }]
  expect(await replica.find('a', ({ isOpen }) => isOpen)).toEqual({ id: 'a', isOpen: true })
  await underWay
})

test('fifty unknown ids at once cause one refresh', async () => {
  const source = { rows: [], fetches: 0 }
  const replica = replicaOf(source)
  await Promise.all(Array.from({ length: 50 }, (_, index) => replica.find(`wrong-${index}`)))
  expect(source.fetches).toBe(1)
})

test('an unknown row while the source is down is an error where the caller sets one, and undefined elsewhere', async () => {
  const down = async (): Promise<never> => {
    throw new Error('down')
  }
  await expect(replicaOf({ rows: [], fetches: 0 }, { fetch: down }).find('a')).resolves.toBeUndefined()
  const strict = replicaOf({ rows: [], fetches: 0 }, { fetch: down, unavailableError: () => new Error('unavailable') })
  await expect(strict.find('a')).rejects.toThrow('unavailable')
  expect(strict.hasAttempted()).toBe(true)
})

test('the rows of an earlier run are used until newer ones arrive', async () => {
  const source = { rows: [{ id: 'a', isOpen: true }], fetches: 0 }
  const store = { save: async () => undefined, load: async () => [{ id: 'old', isOpen: true }] }
  const replica = replicaOf(source, { store })
  await replica.load()
  expect(replica.all()).toEqual([{ id: 'old', isOpen: true }])
  await replica.refresh()
  await replica.load()
  expect(replica.all()).toEqual([{ id: 'a', isOpen: true }])
})
