import { PDFDocument, StandardFonts } from '@pdfme/pdf-lib'
import type { ReceiptLine } from './receipt-lines'

const MM = 72 / 25.4
const WIDTH = 58 * MM
const SIZE = 7
const LEADING = 10
const MARGIN = 4 * MM

/** The receipt as a PDF page of 58 mm, as long as it needs to be. */
export async function receiptPdf(lines: readonly ReceiptLine[]): Promise<Blob> {
  const pdf = await PDFDocument.create()
  const regular = await pdf.embedFont(StandardFonts.Courier)
  const bold = await pdf.embedFont(StandardFonts.CourierBold)
  const height = (it: ReceiptLine) => (it.isLarge ? LEADING * 1.8 : LEADING)
  const page = pdf.addPage([WIDTH, lines.reduce((sum, it) => sum + height(it), 2 * MARGIN)])
  let y = page.getHeight() - MARGIN
  for (const line of lines) {
    const font = line.isBold ? bold : regular
    const size = line.isLarge ? SIZE * 1.7 : SIZE
    const text = printable(line.text)
    y -= height(line)
    const left = (WIDTH - 32 * SIZE * 0.6) / 2
    const x = line.align === 'center' ? (WIDTH - font.widthOfTextAtSize(text, size)) / 2 : left
    page.drawText(text, { x, y, size, font })
  }
  return new Blob([new Uint8Array(await pdf.save())], { type: 'application/pdf' })
}

/** The built-in fonts have Latin letters only: other letters must not make the receipt fail. */
function printable(text: string): string {
  return text.replace(/[^\x20-\x7e\xa1-\xff]/g, '?')
}
