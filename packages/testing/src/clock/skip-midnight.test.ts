import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { shiftClock } from './shifted-clock.js'
import { midnightInMs, skipMidnight } from './skip-midnight.js'

const MINUTE_MS = 60_000
const machineNow = Date.now
const aheadMs = () => Date.now() - machineNow()
const isChildAhead = () => {
  const printed = execFileSync(process.execPath, ['-p', 'Date.now()'], { encoding: 'utf8' })
  return Math.abs(Number(printed) - Date.now()) < 20_000
}

beforeEach(() => {
  vi.stubGlobal('Date', Date)
  vi.stubEnv('NODE_OPTIONS', '')
  vi.stubEnv('TEST_CLOCK_SHIFT_MS', undefined)
})
afterEach(() => {
  vi.unstubAllGlobals()
  vi.unstubAllEnvs()
})

test.each([
  ['2026-03-31T12:00:00.000+07:00', 12 * 60 * MINUTE_MS],
  ['2026-03-31T16:59:59.999Z', 1],
  ['2026-03-31T17:00:00.000Z', 24 * 60 * MINUTE_MS],
  ['2026-12-31T23:58:00.000+07:00', 2 * MINUTE_MS],
  ['2028-02-29T23:59:00.000+07:00', MINUTE_MS],
])('at %s midnight at the counter is %i ms away', (instant, leftMs) => {
  expect(midnightInMs(new Date(instant))).toBe(leftMs)
})

test('a counter in Jayapura has its midnight two hours earlier', () => {
  expect(midnightInMs(new Date('2026-12-31T21:59:00+07:00'), 'Asia/Jayapura')).toBe(MINUTE_MS)
})

test('a shifted clock is ahead here and in child processes, and its dates are dates', () => {
  shiftClock(10 * MINUTE_MS)
  shiftClock(20 * MINUTE_MS)
  expect(aheadMs()).toBeCloseTo(30 * MINUTE_MS, -3)
  const present = new Date()
  expect(present.getTime() - machineNow()).toBeCloseTo(30 * MINUTE_MS, -3)
  expect(isChildAhead()).toBe(true)
  expect(new Date()).toBeInstanceOf(Date)
  expect(structuredClone(new Date(0))).toBeInstanceOf(Date)
  expect(new Date('2028-02-29').toISOString()).toBe('2028-02-29T00:00:00.000Z')
})

test('a server with a shifted clock sends the shifted time in its Date header', async () => {
  shiftClock(30 * MINUTE_MS)
  const server = createServer((_request, response) => response.end())
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo
  const { headers } = await fetch(`http://127.0.0.1:${port}`)
  server.close()
  expect(Math.abs(Date.parse(headers.get('date') ?? '') - Date.now())).toBeLessThan(MINUTE_MS)
})

test('tests that begin in the last minutes of a day run after its midnight, all others at their time', () => {
  shiftClock(midnightInMs(new Date()) - 5 * MINUTE_MS)
  const before = Date.now()
  skipMidnight()
  expect(Date.now() - before).toBeLessThan(MINUTE_MS)
  shiftClock(2 * MINUTE_MS)
  skipMidnight()
  expect(midnightInMs(new Date())).toBeGreaterThan(23 * 60 * MINUTE_MS)
  expect(isChildAhead()).toBe(true)
})
