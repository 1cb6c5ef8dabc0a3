import { ROOT_CONTEXT, type Span, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'
import { OPERATION_TYPE_ATTRIBUTE, REQUEST_ID_ATTRIBUTE } from '@setrum/service-runtime'
import { type DocumentNode, getOperationAST } from 'graphql'
import type { ClientResponse } from '../degradation/client-response.js'
import type { GatewayContext } from '../pipeline/gateway-context.js'

const tracer = trace.getTracer('gateway')

/** Operation names are free text from the client. */
const MAX_NAME_LENGTH = 100

export interface TracedOperation {
  document: DocumentNode
  operationName?: string | null | undefined
  context: GatewayContext
}

/**
 * Runs an operation in the root span of its trace. Spans are passed explicitly, because asynchronous context
 * propagation costs more than all other tracing. Traces of clients are not continued.
 */
export async function runInRequestSpan(
  { document, operationName, context }: TracedOperation,
  run: () => Promise<ClientResponse>,
): Promise<ClientResponse> {
  const operation = getOperationAST(document, operationName)
  const type = operation?.operation ?? 'query'
  const name = operation?.name?.value.slice(0, MAX_NAME_LENGTH)
  const span = tracer.startSpan(
    name ? `${type} ${name}` : type,
    {
      kind: SpanKind.SERVER,
      startTime: context.startedAt,
      attributes: { [REQUEST_ID_ATTRIBUTE]: context.requestId, [OPERATION_TYPE_ATTRIBUTE]: type },
    },
    ROOT_CONTEXT,
  )
  context.span = span
  try {
    const response = await run()
    if (response.errors) markFailed(span, String(response.errors[0]?.extensions.code ?? 'INTERNAL_SERVER_ERROR'))
    return response
  } catch (error) {
    markFailed(span, 'INTERNAL_SERVER_ERROR')
    throw error
  } finally {
    span.end(performance.now())
  }
}

function markFailed(span: Span, code: string): void {
  span.setStatus({ code: SpanStatusCode.ERROR }).setAttribute('error.type', code)
}
