import { expect, test } from 'vitest'
import { relativeChange } from './relative-change'

test('a change is a share of the earlier amount', () => {
  expect(relativeChange(150, 100)).toBe(0.5)
  expect(relativeChange(75, 100)).toBe(-0.25)
  expect(relativeChange(-50, 100)).toBe(-1.5)
})

test('over a loss or nothing there is no percentage', () => {
  expect(relativeChange(75_300, -121_700)).toBeNull()
  expect(relativeChange(75_300, 0)).toBeNull()
})
