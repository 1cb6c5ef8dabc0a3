import { type Attributes, type Context, createTraceState, type SpanKind, TraceFlags, trace } from '@opentelemetry/api'
import { type ReadableSpan, type Sampler, SamplingDecision, type SamplingResult } from '@opentelemetry/sdk-trace-node'

/** Attribute with the operation type, `query` or `mutation`. */
export const OPERATION_TYPE_ATTRIBUTE = 'graphql.operation.type'

/** Travels with the trace context: every process keeps its part of this trace. */
const CERTAIN = createTraceState('setrum=kept')

/**
 * Samples every mutation and a share of the queries where a trace begins, and follows the parent's decision elsewhere.
 * Unsampled queries are recorded too, because only their end shows whether something failed.
 */
export class TraceSampler implements Sampler {
  readonly #ratio: number

  constructor(ratio: number) {
    this.#ratio = ratio
  }

  shouldSample(
    context: Context,
    _traceId: string,
    _name: string,
    _kind: SpanKind,
    attributes: Attributes,
  ): SamplingResult {
    const parent = trace.getSpanContext(context)
    if (parent) return { decision: decisionOf((parent.traceFlags & TraceFlags.SAMPLED) !== 0) }
    if (attributes[OPERATION_TYPE_ATTRIBUTE] === 'mutation')
      return { decision: SamplingDecision.RECORD_AND_SAMPLED, traceState: CERTAIN }
    return { decision: decisionOf(Math.random() < this.#ratio) }
  }

  toString(): string {
    return `TraceSampler{${this.#ratio}}`
  }
}

/** Whether a span belongs to a trace that is kept however many others come after it. */
export function isKeptForCertain(span: Pick<ReadableSpan, 'spanContext'>): boolean {
  return span.spanContext().traceState?.get('setrum') === 'kept'
}

function decisionOf(isSampled: boolean): SamplingDecision {
  return isSampled ? SamplingDecision.RECORD_AND_SAMPLED : SamplingDecision.RECORD
}
