import type { ApolloServerPlugin } from '@apollo/server'
import { ROOT_CONTEXT, type Span, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'
import { OPERATION_TYPE_ATTRIBUTE, REQUEST_ID_ATTRIBUTE } from '@setrum/service-runtime'
import type { OperationDefinitionNode } from 'graphql'
import type { GatewayContext } from '../pipeline/gateway-context.js'

const tracer = trace.getTracer('gateway')

/** Operation names are free text from the client. */
const MAX_NAME_LENGTH = 100

/**
 * Records the root span of each operation. Spans are passed explicitly, because asynchronous context propagation costs
 * more than all other tracing. Traces of clients are not continued.
 */
export function traceOperations(): ApolloServerPlugin<GatewayContext> {
  return {
    requestDidStart: async () => ({
      executionDidStart: async ({ operation, contextValue }) => {
        contextValue.span = startRequestSpan(operation, contextValue)
      },
      willSendResponse: async ({ errors, contextValue: { span } }) => {
        if (!span) return
        if (errors) {
          const code = String(errors[0]?.extensions.code ?? 'INTERNAL_SERVER_ERROR')
          span.setStatus({ code: SpanStatusCode.ERROR }).setAttribute('error.type', code)
        }
        span.end(performance.now())
      },
    }),
  }
}

function startRequestSpan(
  operation: OperationDefinitionNode | undefined,
  { startedAt, requestId }: GatewayContext,
): Span {
  const type = operation?.operation ?? 'query'
  const name = operation?.name?.value.slice(0, MAX_NAME_LENGTH)
  return tracer.startSpan(
    name ? `${type} ${name}` : type,
    {
      kind: SpanKind.SERVER,
      startTime: startedAt,
      attributes: { [REQUEST_ID_ATTRIBUTE]: requestId, [OPERATION_TYPE_ATTRIBUTE]: type },
    },
    ROOT_CONTEXT,
  )
}
