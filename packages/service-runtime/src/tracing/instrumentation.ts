import { subscribe } from 'node:diagnostics_channel'
import {
  type Attributes,
  context,
  DiagLogLevel,
  diag,
  SpanKind,
  SpanStatusCode,
  type TextMapPropagator,
  trace,
} from '@opentelemetry/api'
import { getRPCMetadata, W3CTraceContextPropagator } from '@opentelemetry/core'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { registerInstrumentations } from '@opentelemetry/instrumentation'
import { GraphQLInstrumentation } from '@opentelemetry/instrumentation-graphql'
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http'
import { MongoDBInstrumentation } from '@opentelemetry/instrumentation-mongodb'
import { UndiciInstrumentation } from '@opentelemetry/instrumentation-undici'
import { defaultResource, detectResources, envDetector } from '@opentelemetry/resources'
import {
  AlwaysOffSampler,
  BatchSpanProcessor,
  NodeTracerProvider,
  ParentBasedSampler,
  type ReadableSpan,
} from '@opentelemetry/sdk-trace-node'
import type { FastifyInstance } from 'fastify'
import type { Logger } from 'pino'

export interface Instrumentation {
  readTraceIds: () => { trace_id?: string; span_id?: string }
  stop: () => Promise<void>
}

/**
 * Instruments HTTP, GraphQL and MongoDB, and exports the spans as the OTEL_* variables say. It patches modules when they
 * are loaded, so it must run before them: `node --import`.
 */
export function startInstrumentation({ isEntry, logger }: { isEntry: boolean; logger: Logger }): Instrumentation {
  logProblems(logger)
  const propagator = new W3CTraceContextPropagator()
  const provider = new NodeTracerProvider({
    resource: defaultResource().merge(detectResources({ detectors: [envDetector] })),
    spanProcessors: [new RedactingSpanProcessor(new OTLPTraceExporter())],
    // Where a trace begins, OTEL_TRACES_SAMPLER decides. Requests without a trace, such as polls and jobs, get no spans.
    ...(isEntry ? {} : { sampler: new ParentBasedSampler({ root: new AlwaysOffSampler() }) }),
  })
  provider.register({ propagator: isEntry ? injectOnly(propagator) : propagator })
  registerInstrumentations({
    instrumentations: [
      new HttpInstrumentation({
        ignoreIncomingRequestHook: ({ url = '' }) => url.startsWith('/health/') || url === '/metrics',
        // Clients of the entry call through undici, as all our services do; this would be the exporter's own request.
        disableOutgoingRequestInstrumentation: true,
        headersToSpanAttributes: { server: { responseHeaders: ['x-request-id'] } },
      }),
      new UndiciInstrumentation({ requireParentforSpans: true }),
      new GraphQLInstrumentation({
        ignoreResolveSpans: true,
        responseHook: (span, { errors }) => {
          if (!errors?.length) return
          span.setStatus({ code: SpanStatusCode.ERROR })
          span.setAttribute('error.type', String(errors[0].extensions?.code ?? 'INTERNAL_SERVER_ERROR'))
        },
      }),
      new MongoDBInstrumentation({ dbStatementSerializer: () => '' }),
    ],
  })
  nameRoutes()
  return {
    readTraceIds: () => {
      const span = trace.getActiveSpan()?.spanContext()
      return span ? { trace_id: span.traceId, span_id: span.spanId } : {}
    },
    stop: () => provider.shutdown(),
  }
}

/** Attributes that are exported. Any other could hold input: URLs, addresses, statements, documents. */
const EXPORTED_ATTRIBUTES: ReadonlySet<string> = new Set([
  'db.collection.name',
  'db.namespace',
  'db.operation.name',
  'db.system.name',
  'error.type',
  'graphql.operation.name',
  'graphql.operation.type',
  'http.request.method',
  'http.response.header.x-request-id',
  'http.response.status_code',
  'http.route',
])
/** On the client's side these are our configuration and our paths; on the server's side they come from the client. */
const EXPORTED_BY_CLIENTS: ReadonlySet<string> = new Set(['server.address', 'server.port', 'url.path'])

/** Removes from ended spans everything that could hold input, the messages of errors included. */
class RedactingSpanProcessor extends BatchSpanProcessor {
  override onEnd(span: ReadableSpan): void {
    // Documents are cached: these spans are short, and many at the start.
    if (/^graphql\.(parse|validate)/.test(span.name)) return
    redactAttributes(span.attributes, span.kind)
    span.events.length = 0
    delete span.status.message
    super.onEnd(span)
  }
}

function redactAttributes(attributes: Attributes, kind: SpanKind): void {
  for (const name of Object.keys(attributes)) {
    const isExported = EXPORTED_ATTRIBUTES.has(name) || (kind === SpanKind.CLIENT && EXPORTED_BY_CLIENTS.has(name))
    if (!isExported) delete attributes[name]
  }
}

/** Without `extract`, a client cannot choose the trace id, nor that its requests are sampled. */
function injectOnly(propagator: TextMapPropagator): TextMapPropagator {
  return {
    inject: (...args) => propagator.inject(...args),
    extract: (parent) => parent,
    fields: () => propagator.fields(),
  }
}

/** Names the spans of requests after their route; the HTTP instrumentation does not know Fastify's routes. */
function nameRoutes(): void {
  subscribe('fastify.initialization', (message) => {
    const { fastify } = message as { fastify: FastifyInstance }
    fastify.addHook('onRequest', (request, _reply, done) => {
      const metadata = getRPCMetadata(context.active())
      if (metadata && request.routeOptions.url) metadata.route = request.routeOptions.url
      done()
    })
  })
}

/** Logs what OpenTelemetry reports, above all that spans cannot be exported. */
function logProblems(logger: Logger): void {
  const warn = (message: string, ...details: unknown[]) =>
    logger.warn({ event: 'tracing.problem', details: details.map(String) }, message)
  const nothing = () => {}
  diag.setLogger({ error: warn, warn, info: nothing, debug: nothing, verbose: nothing }, DiagLogLevel.WARN)
}
