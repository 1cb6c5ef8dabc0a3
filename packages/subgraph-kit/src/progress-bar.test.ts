import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import { startProgressBar } from './progress-bar.js'

function makeOutput(isTTY: boolean) {
  const output = Object.assign(new PassThrough({ encoding: 'utf8' }), { isTTY })
  return { output, text: () => String(output.read() ?? '') }
}

test('on a terminal the progress is one line that is redrawn, with counts, the time left and a bar', () => {
  const { output, text } = makeOutput(true)
  const bar = startProgressBar('sales', 200, { output })
  bar.update(50)
  bar.stop()
  const written = text()
  expect(written).toMatch(/sales: 50 of 200, 25 %, \S+ left =+/)
  // Redrawn from the first column.
  expect(written).toContain('\u001b[1G')
})

test('elsewhere it is a plain line every five seconds, with counts and the time left', () => {
  let now = 0
  const { output, text } = makeOutput(false)
  const bar = startProgressBar('sales', 200, { output, now: () => now })
  bar.update(0)
  now = 4_999
  bar.update(40)
  expect(text()).toBe('')
  now = 5_000
  bar.update(50)
  now = 6_000
  bar.update(60)
  now = 10_000
  bar.update(100)
  bar.stop()
  expect(text()).toBe('sales: 50 of 200, 25 %, 15 s left\nsales: 100 of 200, 50 %, 10 s left\n')
})

test('a total that was estimated too small grows', () => {
  let now = 0
  const { output, text } = makeOutput(false)
  const bar = startProgressBar('sales', 10, { output, now: () => now })
  now = 5_000
  bar.update(12)
  expect(text()).toBe('sales: 12 of 12, 100 %, 0 s left\n')
})
