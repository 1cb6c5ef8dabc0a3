import { SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'
import type { Transported } from './transport.js'

const tracer = trace.getTracer('iak')

/**
 * Makes a span of a call to the biller where a request is traced: which call it was and whether an answer came. Neither
 * the body nor the answer is looked at.
 */
export async function inCallSpan(call: string, send: () => Promise<Transported>): Promise<Transported> {
  if (!trace.getActiveSpan()) return send()
  const span = tracer.startSpan(`biller ${call}`, { kind: SpanKind.CLIENT, attributes: { 'setrum.biller.call': call } })
  const transported = await send()
  if (transported.kind === 'ANSWERED') span.setAttribute('http.response.status_code', transported.httpStatus)
  else span.setStatus({ code: SpanStatusCode.ERROR }).setAttribute('error.type', transported.kind)
  span.end()
  return transported
}
