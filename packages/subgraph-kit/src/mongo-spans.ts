import { tracingChannel } from 'node:diagnostics_channel'
import { type Span, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'

const tracer = trace.getTracer('mongo')

/** Where mongoose says what it does. */
const CHANNELS = [
  'mongoose:query',
  'mongoose:aggregate',
  'mongoose:model:save',
  'mongoose:model:insertMany',
  'mongoose:model:bulkWrite',
]

/** What we read of it: the filter and the documents are there as well, and are nobody's business. */
interface Operation {
  operation: string
  collection?: string
}

let isTraced = false

/** Makes a span of each mongoose operation of a traced request; of what jobs do, none. */
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
