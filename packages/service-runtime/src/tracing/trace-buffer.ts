import { SpanStatusCode, TraceFlags } from '@opentelemetry/api'
import type { ReadableSpan, Span, SpanProcessor } from '@opentelemetry/sdk-trace-node'
import { isKeptForCertain } from './trace-sampler.js'

/** Attribute with the request id, on the first span of a trace in each process. */
export const REQUEST_ID_ATTRIBUTE = 'setrum.request_id'

/** A span for the traces route. It names operations, fields, collections and outcomes, never user input. */
export interface RecordedSpan {
  traceId: string
  spanId: string
  parentId: string | null
  service: string
  name: string
  /** Milliseconds since 1970, with fractions. */
  startedAt: number
  durationMs: number
  isError: boolean
  attributes: Readonly<Record<string, unknown>>
}

const SPANS_KEPT = 2_000

/**
 * Ring buffers of the latest spans of this process. Mutations and failed requests have a buffer of their own, so that
 * queries cannot evict them. The spans of an unsampled query are held until its part in this process ends; they are kept
 * if one of them failed, else dropped.
 */
export class TraceBuffer implements SpanProcessor {
  readonly #certain = new SpanRing()
  readonly #sampled = new SpanRing()
  readonly #undecided = new Map<string, ReadableSpan[]>()

  onStart(span: Span): void {
    const { traceId } = span.spanContext()
    if (isEntry(span) && !isKeptForCertain(span) && !this.#undecided.has(traceId)) this.#undecided.set(traceId, [])
  }

  onEnd(span: ReadableSpan): void {
    if (isKeptForCertain(span)) {
      this.#certain.push(span)
      return
    }
    const { traceId } = span.spanContext()
    const spans = this.#undecided.get(traceId)
    if (spans && !isEntry(span)) {
      spans.push(span)
      return
    }
    // The end of a request's part here, or work that went on after it.
    this.#undecided.delete(traceId)
    const part = [...(spans ?? []), span]
    if (part.some(isError)) for (const one of part) this.#certain.push(one)
    else if (isSampled(span)) for (const one of part) this.#sampled.push(one)
  }

  /** All that is kept of a request, in the order in which it began. */
  find(requestId: string): RecordedSpan[] {
    const kept = [...this.#certain.spans, ...this.#sampled.spans]
    const traces = new Set(
      kept
        .filter(({ attributes }) => attributes[REQUEST_ID_ATTRIBUTE] === requestId)
        .map((span) => span.spanContext().traceId),
    )
    return kept
      .filter((span) => traces.has(span.spanContext().traceId))
      .map(toRecordedSpan)
      .sort((a, b) => a.startedAt - b.startedAt)
  }

  async forceFlush(): Promise<void> {}
  async shutdown(): Promise<void> {}
}

/** Keeps the latest spans. */
class SpanRing {
  readonly spans: ReadableSpan[] = []
  #next = 0

  push(span: ReadableSpan): void {
    this.spans[this.#next] = span
    this.#next = (this.#next + 1) % SPANS_KEPT
  }
}

/** Where a trace enters this process. */
function isEntry({ parentSpanContext }: ReadableSpan): boolean {
  return parentSpanContext === undefined || parentSpanContext.isRemote === true
}

function isError({ status }: ReadableSpan): boolean {
  return status.code === SpanStatusCode.ERROR
}

function isSampled(span: ReadableSpan): boolean {
  return (span.spanContext().traceFlags & TraceFlags.SAMPLED) !== 0
}

function toRecordedSpan(span: ReadableSpan): RecordedSpan {
  const { traceId, spanId } = span.spanContext()
  return {
    traceId,
    spanId,
    parentId: span.parentSpanContext?.spanId ?? null,
    service: String(span.resource.attributes['service.name']),
    name: span.name,
    startedAt: milliseconds(span.startTime),
    durationMs: milliseconds(span.duration),
    isError: isError(span),
    attributes: span.attributes,
  }
}

function milliseconds([seconds, nanoseconds]: ReadableSpan['startTime']): number {
  return seconds * 1_000 + nanoseconds / 1_000_000
}
