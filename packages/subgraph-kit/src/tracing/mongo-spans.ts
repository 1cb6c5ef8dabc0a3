import { tracingChannel } from 'node:diagnostics_channel'
import { type Span, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'

const tracer = trace.getTracer('mongo')

/** Diagnostics channels of mongoose. */
const CHANNELS = [
  'mongoose:query',
  'mongoose:aggregate',
  'mongoose:model:save',
  'mongoose:model:insertMany',
  'mongoose:model:bulkWrite',
]

/** The recorded part of a message; filters and documents are left out. */
interface Operation {
  operation: string
  collection?: string
}

let isTraced = false

/** Records a span of each mongoose operation within a traced request; none of jobs. */
export function traceMongoose(): void {
  if (isTraced) return
  isTraced = true
  const spans = new WeakMap<object, Span>()
  for (const name of CHANNELS) {
    const channel = tracingChannel(name)
    channel.start.subscribe((message) => {
      if (!trace.getActiveSpan()) return
      const { operation, collection = '' } = message as Operation
      const attributes = {
        'db.system.name': 'mongodb',
        'db.operation.name': operation,
        'db.collection.name': collection,
      }
      spans.set(
        message as Operation,
        tracer.startSpan(`${operation} ${collection}`, { kind: SpanKind.CLIENT, attributes }),
      )
    })
    channel.error.subscribe((message) => {
      spans.get(message as Operation)?.setStatus({ code: SpanStatusCode.ERROR })
    })
    channel.asyncEnd.subscribe((message) => {
      spans.get(message as Operation)?.end()
    })
  }
}
