import { expect, test } from 'vitest'
import { ScanDetector } from './scan-detector'

const NUMBER = '530000001105'

function scannedAfter(text: string, intervalMs: number, detector = new ScanDetector(11), startMs = 1_000) {
  for (const [index, key] of [...text].entries()) detector.addKey(key, startMs + index * intervalMs)
  return detector.scanned
}

test('a whole number at the speed of a scanner is a scan, with separators too', () => {
  expect(scannedAfter(NUMBER, 2)).toBe(NUMBER)
  expect(scannedAfter(NUMBER, 60)).toBe(NUMBER)
  expect(scannedAfter('5300-0000-1105', 2)).toBe(NUMBER)
})

test('typing, and a fast sequence that is no whole number, are no scan', () => {
  expect(scannedAfter(NUMBER, 120)).toBeNull()
  expect(scannedAfter('5300', 2)).toBeNull()
})

test('each scan begins anew', () => {
  const detector = new ScanDetector(11)
  scannedAfter('12345678901', 2, detector)
  detector.addKey('Enter', 1_022)
  expect(scannedAfter(NUMBER, 2, detector, 1_024)).toBe(NUMBER)
  expect(scannedAfter('12345678901', 2, detector, 3_000)).toBe('12345678901')
})
