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

const tracer = trace.getTracer('subgraph-client')

export interface SubgraphCallSpan {
  /** Trace context for the subgraph. */
  headers: Readonly<Record<string, string>>
  /** @param outcome `ok`, `aborted`, or the reason of the failure */
  end(outcome: string): void
}

const NO_SPAN: SubgraphCallSpan = { headers: {}, end: () => {} }

/** Starts the span of one subgraph call; a no-op for the gateway's own requests and without tracing. */
export function startSubgraphCallSpan(
  parent: Span | null,
  { subgraph, operation, fields }: { subgraph: string; operation: string; fields: readonly string[] },
): SubgraphCallSpan {
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
      if (outcome !== 'ok' && outcome !== 'aborted')
        span.setStatus({ code: SpanStatusCode.ERROR }).setAttribute('error.type', outcome)
      span.end()
    },
  }
}
