import { isNullOr, isNumber, isRecordOf, isShape, isString } from '../../../../lib/guards'
import { readStored, writeStored } from '../../../../lib/json'

export type PrinterPort = 'usb' | 'serial'

/** The rates of serial receipt printers. The first is the default of nearly all of them. */
export const BAUD_RATES = [9_600, 19_200, 38_400, 57_600, 115_200] as const

/** Printers of this device. A printer is identified by its model: the browser gives no serial number. */
export interface PrinterSettings {
  /** The printer that is used without asking; null before one was picked. */
  printer: string | null
  /** The rate of each serial printer. */
  baudRates: Readonly<Record<string, number>>
}

const isPrinterSettings = isShape<PrinterSettings>({
  printer: isNullOr(isString),
  baudRates: isRecordOf(isNumber),
})
const NONE: PrinterSettings = { printer: null, baudRates: {} }
/** Has the rate that was chosen before the first printer. */
const NO_PRINTER = ''

const keyOf = (port: PrinterPort) => `setrum:printer:${port}`

export function readPrinterSettings(port: PrinterPort): PrinterSettings {
  return readStored('localStorage', keyOf(port), isPrinterSettings) ?? NONE
}

export function storePrinterSettings(port: PrinterPort, settings: PrinterSettings): void {
  writeStored('localStorage', keyOf(port), settings)
}

export function baudRateOf({ printer, baudRates }: PrinterSettings): number {
  const chosen = baudRates[printer ?? NO_PRINTER]
  return BAUD_RATES.find((rate) => rate === chosen) ?? BAUD_RATES[0]
}

/** Remembers a printer. A rate that was chosen before the first printer becomes the rate of this one. */
export function withPrinter({ baudRates }: PrinterSettings, printer: string): PrinterSettings {
  const { [NO_PRINTER]: chosenBefore, ...ofPrinters } = baudRates
  return { printer, baudRates: chosenBefore === undefined ? ofPrinters : { [printer]: chosenBefore, ...ofPrinters } }
}

export function withBaudRate(settings: PrinterSettings, baudRate: number): PrinterSettings {
  return { ...settings, baudRates: { ...settings.baudRates, [settings.printer ?? NO_PRINTER]: baudRate } }
}
