// The used subset of WebUSB and Web Serial, which TypeScript's DOM types lack.
interface UsbPrinter {
  vendorId?: number
  productId?: number
  open(): Promise<void>
  forget?(): Promise<void>
  close(): Promise<void>
  selectConfiguration(value: number): Promise<void>
  claimInterface(number: number): Promise<void>
  transferOut(endpoint: number, data: Uint8Array): Promise<unknown>
  configuration?: {
    interfaces: {
      interfaceNumber: number
      alternate: { interfaceClass: number; endpoints: { direction: 'in' | 'out'; endpointNumber: number }[] }
    }[]
  }
}

interface SerialPrinter {
  getInfo?(): { usbVendorId?: number; usbProductId?: number; bluetoothServiceClassId?: number | string }
  open(options: { baudRate: number }): Promise<void>
  forget?(): Promise<void>
  close(): Promise<void>
  writable: WritableStream<Uint8Array>
}

interface Navigator {
  usb?: {
    requestDevice(options: { filters: { classCode: number }[] }): Promise<UsbPrinter>
    getDevices?(): Promise<UsbPrinter[]>
  }
  serial?: { requestPort(): Promise<SerialPrinter>; getPorts?(): Promise<SerialPrinter[]> }
}

declare module '@point-of-sale/receipt-printer-encoder' {
  export default class ReceiptPrinterEncoder {
    constructor(options: { language: 'esc-pos'; columns: number })
    initialize(): this
    align(value: 'left' | 'center'): this
    bold(value: boolean): this
    width(value: number): this
    height(value: number): this
    line(text: string): this
    newline(count: number): this
    cut(kind: 'partial' | 'full'): this
    encode(): Uint8Array
  }
}
