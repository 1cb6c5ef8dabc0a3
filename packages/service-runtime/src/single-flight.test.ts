import { expect, test, vi } from 'vitest'
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

test('a run that must be fresh begins after the one under way, also after its failure, and is shared', async () => {
  const ends: ((error?: Error) => void)[] = []
  const flight = singleFlight(
    () =>
      new Promise<number>((resolve, reject) => {
        const run = ends.length + 1
        ends.push((error) => (error ? reject(error) : resolve(run)))
      }),
  )
  const underWay = flight.run()
  const fresh = [flight.runAfresh(), flight.runAfresh()]
  expect(ends).toHaveLength(1)
  ends[0]?.(new Error('away'))
  await expect(underWay).rejects.toThrow('away')
  await vi.waitFor(() => expect(ends).toHaveLength(2))
  const joined = flight.run()
  ends[1]?.()
  expect(await Promise.all([...fresh, joined])).toEqual([2, 2, 2])
  const third = flight.runAfresh()
  ends[2]?.()
  expect(await third).toBe(3)
})
