import { expect, test } from 'vitest'
import { ScanDetector } from './scan-detector'

const LENGTH = { min: 11, max: 13 }
const NUMBER = '530000001105'
const OTHER = '12345678901'

/** The content of a field after keys at its end. */
function contentAfter(
  keys: string,
  intervalMs: number,
  content = '',
  detector = new ScanDetector(LENGTH),
  startMs = 1_000,
) {
  let now = content
  for (const [index, key] of [...keys].entries()) {
    detector.addKey(key, startMs + index * intervalMs, now)
    if (/\d/.test(key)) now = detector.contentAfter(now + key)
  }
  return now
}

test('a scanned number replaces a whole number, at any speed of a scanner and with separators', () => {
  expect(contentAfter(NUMBER, 2, OTHER)).toBe(NUMBER)
  expect(contentAfter(NUMBER, 60, OTHER)).toBe(NUMBER)
  expect(contentAfter('5300-0000-1105', 2, OTHER)).toBe(NUMBER)
  expect(contentAfter(OTHER, 2, NUMBER)).toBe(OTHER)
})

test('a scanned number replaces a part that leaves no room for it', () => {
  expect(contentAfter(NUMBER, 2, '1400')).toBe(NUMBER)
})

test('a number whose first key is slower keeps it', () => {
  expect(contentAfter(NUMBER.slice(1), 2, NUMBER.slice(0, 1))).toBe(NUMBER)
})

test('typing adds to the number, and so does a fast sequence that is no whole number', () => {
  expect(contentAfter('01', 120, OTHER)).toBe(`${OTHER}01`)
  expect(contentAfter('01', 2, OTHER)).toBe(`${OTHER}01`)
})

test('each scan begins anew after Enter', () => {
  const detector = new ScanDetector(LENGTH)
  expect(contentAfter(OTHER, 2, '', detector)).toBe(OTHER)
  detector.addKey('Enter', 1_022, OTHER)
  expect(contentAfter(NUMBER, 2, OTHER, detector, 1_024)).toBe(NUMBER)
})
