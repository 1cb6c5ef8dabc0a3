import { createLogger } from '@setrum/service-runtime'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { createReferenceCopy } from './reference-copy.js'

const row = z.object({ id: z.string(), isOpen: z.boolean() })

function copyOf(owner: { rows: z.infer<typeof row>[]; asked: number }) {
  return createReferenceCopy({
    name: 'shifts',
    row,
    keyOf: ({ id }) => id,
    fetch: async () => {
      owner.asked += 1
      return structuredClone(owner.rows)
    },
    store: { save: async () => undefined, load: async () => [] },
    now: () => new Date(),
    logger: createLogger('test', 'silent'),
  })
}

test('what its owner has just made is found, although the owner was asked for something else a moment ago', async () => {
  const owner = { rows: [{ id: 'a', isOpen: false }], asked: 0 }
  const copy = copyOf(owner)
  expect(await copy.find('a', ({ isOpen }) => isOpen)).toEqual({ id: 'a', isOpen: false })
  owner.rows.push({ id: 'b', isOpen: true })
  expect(await copy.find('b')).toEqual({ id: 'b', isOpen: true })
})

test('a change that was made while the owner was asked is heard by the next question', async () => {
  const owner = { rows: [{ id: 'a', isOpen: false }], asked: 0 }
  const copy = copyOf(owner)
  const underWay = copy.refresh()
  owner.rows = [{ id: 'a', isOpen: true }]
  expect(await copy.find('a', ({ isOpen }) => isOpen)).toEqual({ id: 'a', isOpen: true })
  await underWay
})

test('fifty wrong ids at once are one question', async () => {
  const owner = { rows: [], asked: 0 }
  const copy = copyOf(owner)
  await Promise.all(Array.from({ length: 50 }, (_, index) => copy.find(`wrong-${index}`)))
  expect(owner.asked).toBe(1)
})
