import type { TraceSpan } from './read-trace'

export interface WaterfallRow {
  span: TraceSpan
  /** How many spans stand above it. */
  depth: number
  /** Milliseconds after the first span began. */
  offsetMs: number
  /** Where its bar begins and how wide it is, in percent of the whole. */
  left: number
  width: number
}

/** A bar thinner than this could not be seen. */
const MIN_WIDTH = 0.4

/** Spans under those that caused them, each at its place in time. One whose cause is not kept stands by itself. */
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
