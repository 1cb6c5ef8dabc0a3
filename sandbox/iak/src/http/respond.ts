import type { FastifyReply } from 'fastify'
import type { Operation } from '../faults/fault-queue.js'
import { isExecuted, sendWithFault } from '../faults/transport-faults.js'
import { varyTypes } from '../faults/type-variance.js'
import type { SandboxState } from '../state.js'

type Data = Record<string, unknown>

/** An authenticated call. */
export interface Call {
  operation: Operation
  /** Executes the operation. @returns the response data */
  execute: () => Data | Promise<Data>
  /** @returns the response data of a refused call */
  errorResponse: (rc: string) => Data
  /** Wraps response data. */
  envelope: (data: unknown) => Data
  /** The fault of the customer number; a queued fault takes precedence. */
  fault?: string | null
  /** Called after execution, for faults that affect later status queries (3012, 3013). */
  onFault?: (fault: string) => void
}

/** Sends the response, or its faulty form. Some faults prevent the execution. */
export async function respond(state: SandboxState, reply: FastifyReply, call: Call): Promise<FastifyReply> {
  const fault = state.faults.take(call.operation) ?? call.fault ?? null
  if (fault !== null && /^\d{2,3}$/.test(fault)) return reply.send(call.envelope(call.errorResponse(fault)))
  const data = fault === null || isExecuted(fault) ? await call.execute() : {}
  if (fault !== null) call.onFault?.(fault)
  const faulty = fault === null ? data : corrupt(data, fault)
  const response = call.envelope(state.settings.typeVariance ? varyTypes(faulty) : faulty)
  return fault === null ? reply.send(response) : sendWithFault(reply, { fault, response, settings: state.settings })
}

const OTHER_NUMBER = '14999999999'
const OTHER_TOKEN = '9999-8888-7777-6666-5555/ORANG LAIN/R1 /000001300/99.9'
const OTHER_CUSTOMER = {
  hp: OTHER_NUMBER,
  customer_id: OTHER_NUMBER,
  meter_no: OTHER_NUMBER,
  subscriber_id: '540099999999',
  name: 'ORANG LAIN',
  tr_name: 'ORANG LAIN',
  sn: OTHER_TOKEN,
}
/** 1.5 MB. */
const LONG_TEXT = 'PANJANG '.repeat(190_000)

function corrupt(data: Data, fault: string): Data {
  const { rc, response_code, ...rest } = data
  const [name, amount] = fault.split('-')
  if (name === 'price') return { ...data, price: Number(amount) }
  // The debit of a token is its price, that of a bill its selling price.
  if (name === 'cost') return { ...data, [response_code === undefined ? 'price' : 'selling_price']: Number(amount) }
  if (fault === 'other-customer') return replaced(data, OTHER_CUSTOMER)
  if (fault === 'other-product') return replaced(data, { code: 'PLNLAIN', product_code: 'hplnlain', sn: OTHER_TOKEN })
  if (fault === 'long-texts') return replaced(data, { name: LONG_TEXT, tr_name: LONG_TEXT, message: LONG_TEXT })
  if (fault === 'no-code') return rest
  if (fault !== 'contradiction') return data
  // A code for success gets the status of a failure, any other code the status of success.
  return { ...data, status: (rc ?? response_code) === '00' ? 2 : 1 }
}

/** The given members, where the response has them. */
function replaced(data: Data, members: Data): Data {
  return { ...data, ...Object.fromEntries(Object.entries(members).filter(([name]) => name in data)) }
}

/** A minimal PDF with one line of text. */
export function pdfOf(line: string): Buffer {
  const stream = `BT /F1 12 Tf 20 40 Td (${line.replaceAll(/[^\w -]/g, '')}) Tj ET`
  return Buffer.from(
    [
      '%PDF-1.4',
      '1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj',
      '2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj',
      '3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 220 80]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>endobj',
      `4 0 obj<</Length ${stream.length}>>stream\n${stream}\nendstream endobj`,
      '5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj',
      'trailer<</Root 1 0 R>>',
      '%%EOF',
    ].join('\n'),
  )
}
