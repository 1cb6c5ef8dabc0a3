import { expect, test } from 'vitest'
import { singleFlight } from './single-flight.js'

test('callers at the same time share one run; the next caller starts another', async () => {
  let runs = 0
  const flight = singleFlight(async () => {
    runs += 1
    return runs
  })
  expect(await Promise.all([flight.run(), flight.run(), flight.run()])).toEqual([1, 1, 1])
  expect(flight.current()).toBeNull()
  expect(await flight.run()).toBe(2)
})

test('a failed run fails for all callers that share it, and is not kept', async () => {
  let runs = 0
  const flight = singleFlight(async () => {
    runs += 1
    if (runs === 1) throw new Error('away')
    return runs
  })
  const [first, second] = await Promise.allSettled([flight.run(), flight.run()])
  expect([first?.status, second?.status]).toEqual(['rejected', 'rejected'])
  expect(await flight.run()).toBe(2)
})
