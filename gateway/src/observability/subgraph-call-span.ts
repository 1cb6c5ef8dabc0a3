import {
  isSpanContextValid,
  propagation,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api'
import { OPERATION_TYPE_ATTRIBUTE } from '@setrum/service-runtime'

const tracer = trace.getTracer('gateway')

export interface CallSpan {
  /** What tells the subgraph which trace it is part of. */
  headers: Readonly<Record<string, string>>
  /** @param outcome `ok`, or why there is no answer */
  end(outcome: string): void
}

const NO_SPAN: CallSpan = { headers: {}, end: () => {} }

/** Begins the span of one call to a subgraph; none for what the gateway asks for itself, or where nothing is traced. */
export function startCallSpan(
  parent: Span | null,
  { subgraph, operation, fields }: { subgraph: string; operation: string; fields: readonly string[] },
): CallSpan {
  if (!parent || !isSpanContextValid(parent.spanContext())) return NO_SPAN
  const span = tracer.startSpan(
    `call ${subgraph}`,
    {
      kind: SpanKind.CLIENT,
      attributes: {
        'setrum.subgraph': subgraph,
        [OPERATION_TYPE_ATTRIBUTE]: operation,
        'graphql.fields': fields.join(' '),
      },
    },
    trace.setSpan(ROOT_CONTEXT, parent),
  )
  const headers: Record<string, string> = {}
  propagation.inject(trace.setSpan(ROOT_CONTEXT, span), headers)
  return {
    headers,
    end: (outcome) => {
      if (outcome !== 'ok') span.setStatus({ code: SpanStatusCode.ERROR }).setAttribute('error.type', outcome)
      span.end()
    },
  }
}
