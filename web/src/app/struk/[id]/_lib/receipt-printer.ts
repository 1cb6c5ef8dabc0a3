import ReceiptPrinterEncoder from '@point-of-sale/receipt-printer-encoder'
import {
  baudRateOf,
  type PrinterPort,
  readPrinterSettings,
  storePrinterSettings,
  withPrinter,
} from './printer-settings'
import { COLUMNS, type ReceiptLine } from './receipt-lines'

/** The receipt as ESC/POS commands, the protocol of thermal printers, with a cut at the end. */
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

/** The printer connections that this browser supports. */
export function printerPorts(): PrinterPort[] {
  return [navigator.usb ? ('usb' as const) : null, navigator.serial ? ('serial' as const) : null].filter(
    (it) => it !== null,
  )
}

/**
 * Sends bytes to the remembered printer, or to one that the user picks. Rejects when the user picks none or the printer
 * is unreachable.
 * @param bytes called when the printer is open, because it counts the print
 */
export async function sendToPrinter(port: PrinterPort, bytes: () => Promise<Uint8Array>): Promise<void> {
  await (port === 'usb' ? sendByUsb(bytes) : sendBySerial(bytes))
}

/** Asks the user for a printer and remembers it. Rejects when the user picks none. */
export async function pickPrinter(port: PrinterPort): Promise<void> {
  await (port === 'usb' ? askForDevice() : askForPort())
}

const PRINTER_CLASS = 7

/** The printers that were picked on this page: of two of one model, the remembered model does not tell which. */
const picked: { usb?: UsbPrinter; serial?: SerialPrinter } = {}

async function sendByUsb(bytes: () => Promise<Uint8Array>): Promise<void> {
  const device = remembered('usb', await allowedDevices(), modelOfDevice) ?? (await askForDevice())
  await device.open()
  try {
    if (!device.configuration) await device.selectConfiguration(1)
    const found = device.configuration?.interfaces.find(({ alternate }) => alternate.interfaceClass === PRINTER_CLASS)
    const out = found?.alternate.endpoints.find(({ direction }) => direction === 'out')
    if (!found || !out) throw new Error('the device accepts no print data')
    await device.claimInterface(found.interfaceNumber)
    await device.transferOut(out.endpointNumber, await bytes())
  } finally {
    await device.close()
  }
}

async function sendBySerial(bytes: () => Promise<Uint8Array>): Promise<void> {
  const port = remembered('serial', await allowedPorts(), modelOfPort) ?? (await askForPort())
  await port.open({ baudRate: baudRateOf(readPrinterSettings('serial')) })
  try {
    const content = await bytes()
    const writer = port.writable.getWriter()
    await writer.write(content)
    writer.releaseLock()
  } finally {
    await port.close()
  }
}

async function askForDevice(): Promise<UsbPrinter> {
  const device = await navigator.usb?.requestDevice({ filters: [{ classCode: PRINTER_CLASS }] })
  if (!device) throw new Error('USB is not supported')
  picked.usb = device
  await remember('usb', device, await allowedDevices(), modelOfDevice)
  return device
}

async function askForPort(): Promise<SerialPrinter> {
  const port = await navigator.serial?.requestPort()
  if (!port) throw new Error('serial ports are not supported')
  picked.serial = port
  await remember('serial', port, await allowedPorts(), modelOfPort)
  return port
}

const allowedDevices = async () => (await navigator.usb?.getDevices?.()) ?? []
const allowedPorts = async () => (await navigator.serial?.getPorts?.()) ?? []

/** The remembered one of the printers that the user has allowed; undefined when there is none, or it is unplugged. */
function remembered<Device>(port: PrinterPort, allowed: Device[], modelOf: (device: Device) => string) {
  const { printer } = readPrinterSettings(port)
  return allowed.find((device) => device === picked[port]) ?? allowed.find((device) => modelOf(device) === printer)
}

/** Withdraws the permission for other printers of the model, so that the next page finds this one. */
async function remember<Device extends { forget?(): Promise<void> }>(
  port: PrinterPort,
  printer: Device,
  allowed: Device[],
  modelOf: (device: Device) => string,
): Promise<void> {
  const model = modelOf(printer)
  storePrinterSettings(port, withPrinter(readPrinterSettings(port), model))
  const others = allowed.filter((device) => device !== printer && modelOf(device) === model)
  await Promise.all(others.map((device) => device.forget?.()))
}

const modelOfDevice = ({ vendorId, productId }: UsbPrinter) => modelOf(vendorId, productId)

function modelOfPort(port: SerialPrinter): string {
  const { usbVendorId, usbProductId, bluetoothServiceClassId } = port.getInfo?.() ?? {}
  return modelOf(usbVendorId, usbProductId, bluetoothServiceClassId)
}

function modelOf(...parts: (number | string | undefined)[]): string {
  return parts.map((part) => part ?? '-').join(':')
}
