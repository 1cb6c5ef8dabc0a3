import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { resourceFromAttributes } from '@opentelemetry/resources'
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node'
import { TraceBuffer } from './trace-buffer.js'
import { TraceSampler } from './trace-sampler.js'
import type { TracingEnv } from './tracing-env.js'

export interface Tracing {
  /** Recent spans of this process. */
  traces: TraceBuffer
  /** Exports the remaining spans. */
  stop: () => Promise<void>
}

/**
 * Starts recording spans in this process. Without it, creating spans is a no-op.
 * @param service the `service.name` of the spans
 */
export function startTracing(service: string, { sampleRatio, otlpEndpoint }: TracingEnv): Tracing {
  const traces = new TraceBuffer()
  const exporters = otlpEndpoint
    ? [new BatchSpanProcessor(new OTLPTraceExporter({ url: `${otlpEndpoint.replace(/\/+$/, '')}/v1/traces` }))]
    : []
  const provider = new NodeTracerProvider({
    resource: resourceFromAttributes({ 'service.name': service }),
    sampler: new TraceSampler(sampleRatio),
    spanProcessors: [traces, ...exporters],
  })
  provider.register()
  return { traces, stop: () => provider.shutdown() }
}
