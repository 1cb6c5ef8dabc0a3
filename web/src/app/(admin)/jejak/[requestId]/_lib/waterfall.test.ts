import { expect, test } from 'vitest'
import { waterfallOf } from './waterfall'

const span = (spanId: string, parentId: string | null, startedAt: number, durationMs: number) => ({
  spanId,
  parentId,
  service: 'gateway',
  name: spanId,
  startedAt,
  durationMs,
  isError: false,
  attributes: {},
})

test('a span stands below its parent, and one whose parent is not stored stands alone', () => {
  const rows = waterfallOf([
    span('root', null, 1_000, 100),
    span('first', 'root', 1_010, 20),
    span('second', 'root', 1_040, 60),
    span('inside', 'first', 1_015, 5),
    span('alone', 'lost', 1_050, 0),
  ])
  expect(rows.map(({ span: { name }, depth }) => [name, depth])).toEqual([
    ['root', 0],
    ['first', 1],
    ['inside', 2],
    ['second', 1],
    ['alone', 0],
  ])
  expect(rows[3]).toMatchObject({ offsetMs: 40, left: 40, width: 60 })
  expect(rows[4]?.width).toBeGreaterThan(0)
})

test('no spans give no rows', () => {
  expect(waterfallOf([])).toEqual([])
})
