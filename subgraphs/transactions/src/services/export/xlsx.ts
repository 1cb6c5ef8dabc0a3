import { strToU8, Zip, ZipDeflate } from 'fflate'

/** A date is wall-clock time, in the fields of UTC. */
export type Cell = string | number | Date | null

export interface Column {
  heading: string
  /** In characters. */
  width: number
}

/** The rows of a sheet, with the heading; further rows go to further sheets. */
const MAX_ROWS = 1_048_576
/** Rows that are compressed at once. */
const BATCH = 100
const BOLD = 1
const DATE_TIME = 2
/** The date 0 of a spreadsheet. */
const EPOCH_MS = Date.UTC(1899, 11, 30)
const DAY_MS = 86_400_000

/**
 * A workbook as XLSX, piece by piece: a few rows are in memory, however many there are. Texts are inline strings, which no
 * spreadsheet runs as a formula or reads as a number.
 */
export async function* xlsxOf(
  name: string,
  columns: readonly Column[],
  rows: AsyncIterable<readonly Cell[]>,
): AsyncGenerator<Uint8Array> {
  const chunks: Uint8Array[] = []
  const zip = new Zip((error, chunk) => {
    if (error) throw error
    chunks.push(chunk)
  })
  const open = (path: string) => {
    const file = new ZipDeflate(path, { level: 3 })
    zip.add(file)
    return (text: string, isLast = false) => file.push(strToU8(text), isLast)
  }
  const heading = rowOf(
    columns.map((column) => column.heading),
    1,
    BOLD,
  )
  let sheets = 0
  const openSheet = () => {
    sheets += 1
    const write = open(`xl/worksheets/sheet${sheets}.xml`)
    write(sheetHead(columns) + heading)
    return write
  }
  let sheet = openSheet()
  let last = 1
  let text = ''
  for await (const cells of rows) {
    if (last === MAX_ROWS) {
      sheet(text + sheetEnd(columns, last), true)
      sheet = openSheet()
      text = ''
      last = 1
    }
    last += 1
    text += rowOf(cells, last)
    if (last % BATCH === 0) {
      sheet(text)
      text = ''
      yield* chunks.splice(0)
    }
  }
  sheet(text + sheetEnd(columns, last), true)
  for (const [path, part] of Object.entries(partsOf(name, sheets))) open(path)(XML + part, true)
  zip.end()
  yield* chunks
}

function rowOf(cells: readonly Cell[], row: number, style = 0): string {
  return `<row r="${row}">${cells.map((cell) => cellOf(cell, style)).join('')}</row>`
}

function cellOf(cell: Cell, style: number): string {
  if (cell === null || cell === '') return '<c/>'
  if (typeof cell === 'number') return `<c s="${style}"><v>${cell}</v></c>`
  if (cell instanceof Date) return `<c s="${DATE_TIME}"><v>${(cell.getTime() - EPOCH_MS) / DAY_MS}</v></c>`
  return `<c s="${style}" t="inlineStr"><is><t xml:space="preserve">${escaped(cell)}</t></is></c>`
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** Without the characters that XML cannot have. */
function escaped(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '')
    .replace(/[&<>"]/g, (character) => ENTITIES[character] ?? '')
}

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const RELATIONSHIPS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
const SPREADSHEET = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

function sheetHead(columns: readonly Column[]): string {
  const widths = columns.map(
    ({ width }, index) => `<col min="${index + 1}" max="${index + 1}" width="${width}" customWidth="1"/>`,
  )
  const frozen = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
  return `${XML}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0">${frozen}</sheetView></sheetViews><cols>${widths.join('')}</cols><sheetData>`
}

/** Without the green corner of a number that is text. */
function sheetEnd(columns: readonly Column[], last: number): string {
  const range = `A1:${String.fromCharCode(64 + columns.length)}${last}`
  return `</sheetData><ignoredErrors><ignoredError sqref="${range}" numberStoredAsText="1"/></ignoredErrors></worksheet>`
}

function partsOf(name: string, sheets: number): Record<string, string> {
  const numbers = Array.from({ length: sheets }, (_, index) => index + 1)
  const sheetName = (number: number) => (number === 1 ? name : `${name} ${number}`)
  const each = (part: (number: number) => string) => numbers.map(part).join('')
  const type = (path: string, kind: string) =>
    `<Override PartName="/xl/${path}" ContentType="${SPREADSHEET}.${kind}+xml"/>`
  return {
    'xl/styles.xml': `<styleSheet xmlns="${MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="dd/mm/yyyy\\ hh:mm:ss"/></numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf xfId="0"/><xf xfId="0" fontId="1" applyFont="1"/><xf xfId="0" numFmtId="164" applyNumberFormat="1"/></cellXfs></styleSheet>`,
    'xl/workbook.xml': `<workbook xmlns="${MAIN}" xmlns:r="${RELATIONSHIPS}"><sheets>${each((number) => `<sheet name="${escaped(sheetName(number))}" sheetId="${number}" r:id="rId${number}"/>`)}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships xmlns="${PACKAGE}/relationships">${each((number) => `<Relationship Id="rId${number}" Type="${RELATIONSHIPS}/worksheet" Target="worksheets/sheet${number}.xml"/>`)}<Relationship Id="rId${sheets + 1}" Type="${RELATIONSHIPS}/styles" Target="styles.xml"/></Relationships>`,
    '_rels/.rels': `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${RELATIONSHIPS}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    '[Content_Types].xml': `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${type('workbook.xml', 'sheet.main')}${type('styles.xml', 'styles')}${each((number) => type(`worksheets/sheet${number}.xml`, 'worksheet'))}</Types>`,
  }
}
