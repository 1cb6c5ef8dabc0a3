import type { TraceSpan } from './read-trace'

export interface WaterfallRow {
  span: TraceSpan
  /** The number of its ancestors. */
  depth: number
  /** Milliseconds after the start of the first span. */
  offsetMs: number
  /** The position and width of its bar, in percent of the request's duration. */
  left: number
  width: number
}

/** In percent: a thinner bar would be invisible. */
const MIN_WIDTH = 0.4

/** The spans in tree order. A span whose parent is not stored is a root. */
export function waterfallOf(spans: readonly TraceSpan[]): WaterfallRow[] {
  const start = Math.min(...spans.map((span) => span.startedAt))
  const end = Math.max(...spans.map((span) => span.startedAt + span.durationMs))
  const totalMs = Math.max(end - start, 0.001)
  const known = new Set(spans.map((span) => span.spanId))
  const under = (parentId: string | null, depth: number): WaterfallRow[] =>
    spans
      .filter((span) => (span.parentId !== null && known.has(span.parentId) ? span.parentId : null) === parentId)
      .flatMap((span) => [
        {
          span,
          depth,
          offsetMs: span.startedAt - start,
          left: ((span.startedAt - start) / totalMs) * 100,
          width: Math.max((span.durationMs / totalMs) * 100, MIN_WIDTH),
        },
        ...under(span.spanId, depth + 1),
      ])
  return under(null, 0)
}
