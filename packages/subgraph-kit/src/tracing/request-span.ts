import type { ApolloServerPlugin } from '@apollo/server'
import { context, propagation, ROOT_CONTEXT, type Span, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'
import { getFieldNames } from '@setrum/graphql-server'
import { OPERATION_TYPE_ATTRIBUTE, REQUEST_ID_ATTRIBUTE } from '@setrum/service-runtime'
import type { FastifyInstance, FastifyRequest } from 'fastify'

const tracer = trace.getTracer('subgraph')

/**
 * Continues the gateway's trace through a request. Registered after authentication, so that only our own services write
 * into traces. Requests without a trace, such as the gateway's poll of sessions, get no span.
 */
export function traceRequests(graph: FastifyInstance): void {
  const spans = new WeakMap<FastifyRequest, Span>()
  graph.addHook('preHandler', (request, _reply, done) => {
    const parent = propagation.extract(ROOT_CONTEXT, request.headers)
    if (!trace.getSpanContext(parent)) return done()
    const attributes = { [REQUEST_ID_ATTRIBUTE]: request.id }
    const span = tracer.startSpan('request', { kind: SpanKind.SERVER, attributes }, parent)
    spans.set(request, span)
    context.with(trace.setSpan(parent, span), done)
  })
  // Before the response is sent, so that its receiver finds the span.
  graph.addHook('onSend', (request, reply, _payload, done) => {
    const span = spans.get(request)
    if (reply.statusCode >= 500) span?.setStatus({ code: SpanStatusCode.ERROR })
    span?.end()
    done()
  })
}

/** Names a request's span after its operation and root fields, and marks errors. */
export function nameOperations(): ApolloServerPlugin {
  return {
    requestDidStart: async () => ({
      didResolveOperation: async ({ operation }) => {
        if (!operation) return
        const fields = getFieldNames(operation).join(' ')
        trace
          .getActiveSpan()
          ?.updateName(`${operation.operation} ${fields}`)
          .setAttributes({ [OPERATION_TYPE_ATTRIBUTE]: operation.operation, 'graphql.fields': fields })
      },
      willSendResponse: async ({ response: { body } }) => {
        const error = body.kind === 'single' ? body.singleResult.errors?.[0] : undefined
        if (!error) return
        trace
          .getActiveSpan()
          ?.setStatus({ code: SpanStatusCode.ERROR })
          .setAttribute('error.type', String(error.extensions?.code ?? 'INTERNAL_SERVER_ERROR'))
      },
    }),
  }
}
