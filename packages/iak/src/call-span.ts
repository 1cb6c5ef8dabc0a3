import { SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'
import type { CallResult } from './transport.js'

const tracer = trace.getTracer('iak')

/**
 * Makes a span of a call to the biller where a request is traced: which call it was and whether an answer came. Neither
 * the body nor the answer is looked at.
 */
export async function inCallSpan(call: string, send: () => Promise<CallResult>): Promise<CallResult> {
  if (!trace.getActiveSpan()) return send()
  const span = tracer.startSpan(`biller ${call}`, { kind: SpanKind.CLIENT, attributes: { 'setrum.biller.call': call } })
  const callResult = await send()
  if (callResult.kind === 'RESPONDED') span.setAttribute('http.response.status_code', callResult.httpStatus)
  else span.setStatus({ code: SpanStatusCode.ERROR }).setAttribute('error.type', callResult.kind)
  span.end()
  return callResult
}
