import { expect, test } from 'vitest'
import { baudRateOf, type PrinterSettings, withBaudRate, withPrinter } from './printer-settings'

const NEW: PrinterSettings = { printer: null, baudRates: {} }

test('a printer has the usual rate until another one is chosen, and each printer keeps its own', () => {
  expect(baudRateOf(NEW)).toBe(9_600)
  const first = withBaudRate({ ...NEW, printer: 'first' }, 115_200)
  const second = withBaudRate({ ...first, printer: 'second' }, 19_200)
  expect(baudRateOf(second)).toBe(19_200)
  expect(baudRateOf({ ...second, printer: 'first' })).toBe(115_200)
})

test('a rate chosen before the first printer holds for that printer only', () => {
  const first = withPrinter(withBaudRate(NEW, 38_400), 'first')
  expect(baudRateOf(first)).toBe(38_400)
  expect(baudRateOf(withPrinter(first, 'second'))).toBe(9_600)
  expect(baudRateOf(withPrinter(withPrinter(first, 'second'), 'first'))).toBe(38_400)
})

test('a rate that no printer has is replaced by the usual one', () => {
  expect(baudRateOf(withBaudRate(NEW, 12))).toBe(9_600)
})
