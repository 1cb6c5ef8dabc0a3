import ReceiptPrinterEncoder from '@point-of-sale/receipt-printer-encoder'
import { COLUMNS, type ReceiptLine } from './receipt-lines'

/** The receipt in ESC/POS, the language of thermal printers, ending with a cut. */
export function receiptBytes(lines: readonly ReceiptLine[]): Uint8Array {
  const encoder = new ReceiptPrinterEncoder({ language: 'esc-pos', columns: COLUMNS })
  encoder.initialize()
  for (const { text, align, isBold, isLarge } of lines) {
    encoder
      .align(align)
      .bold(isBold)
      .width(isLarge ? 2 : 1)
      .height(isLarge ? 2 : 1)
      .line(text)
  }
  return encoder.align('left').bold(false).width(1).height(1).newline(3).cut('partial').encode()
}

export type PrinterPort = 'usb' | 'serial'

/** The ways in which this browser can reach a receipt printer by itself. */
export function printerPorts(): PrinterPort[] {
  return [navigator.usb ? ('usb' as const) : null, navigator.serial ? ('serial' as const) : null].filter(
    (it) => it !== null,
  )
}

/**
 * Sends bytes to a printer that the person picks. Rejects when none is picked or it cannot be reached.
 * @param bytes asked for once the printer is open: what is printed is counted, and what is not printed is not
 */
export async function sendToPrinter(port: PrinterPort, bytes: () => Promise<Uint8Array>): Promise<void> {
  await (port === 'usb' ? sendByUsb(bytes) : sendBySerial(bytes))
}

const PRINTER_CLASS = 7
/** What nearly all serial receipt printers are set to. */
const BAUD_RATE = 9_600

async function sendByUsb(bytes: () => Promise<Uint8Array>): Promise<void> {
  const device = await navigator.usb?.requestDevice({ filters: [{ classCode: PRINTER_CLASS }] })
  if (!device) throw new Error('no USB here')
  await device.open()
  try {
    if (!device.configuration) await device.selectConfiguration(1)
    const found = device.configuration?.interfaces.find(({ alternate }) => alternate.interfaceClass === PRINTER_CLASS)
    const out = found?.alternate.endpoints.find(({ direction }) => direction === 'out')
    if (!found || !out) throw new Error('this device takes no print data')
    await device.claimInterface(found.interfaceNumber)
    await device.transferOut(out.endpointNumber, await bytes())
  } finally {
    await device.close()
  }
}

async function sendBySerial(bytes: () => Promise<Uint8Array>): Promise<void> {
  const port = await navigator.serial?.requestPort()
  if (!port) throw new Error('no serial port here')
  await port.open({ baudRate: BAUD_RATE })
  try {
    const content = await bytes()
    const writer = port.writable.getWriter()
    await writer.write(content)
    writer.releaseLock()
  } finally {
    await port.close()
  }
}
