import { ROOT_CONTEXT, type Span, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'
import { OPERATION_TYPE_ATTRIBUTE, REQUEST_ID_ATTRIBUTE } from '@setrum/service-runtime'
import { type DocumentNode, getOperationAST } from 'graphql'
import type { ClientAnswer } from '../degradation/client-response.js'
import type { GatewayContext } from '../pipeline/gateway-context.js'

const tracer = trace.getTracer('gateway')

/** A client's name for its operation is free text. */
const MAX_NAME = 100

export interface TracedOperation {
  document: DocumentNode
  operationName?: string | null | undefined
  context: GatewayContext
}

/**
 * Runs an operation under the first span of its trace. Spans are passed on by hand in this process: to follow them
 * through promises by themselves costs more here than all else about them. Traces of clients are not continued.
 */
export async function inRequestSpan(
  { document, operationName, context }: TracedOperation,
  run: () => Promise<ClientAnswer>,
): Promise<ClientAnswer> {
  const operation = getOperationAST(document, operationName)
  const type = operation?.operation ?? 'query'
  const name = operation?.name?.value.slice(0, MAX_NAME)
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
    const answer = await run()
    if (answer.errors) fail(span, String(answer.errors[0]?.extensions.code ?? 'INTERNAL_SERVER_ERROR'))
    return answer
  } catch (error) {
    fail(span, 'INTERNAL_SERVER_ERROR')
    throw error
  } finally {
    span.end(performance.now())
  }
}

function fail(span: Span, code: string): void {
  span.setStatus({ code: SpanStatusCode.ERROR }).setAttribute('error.type', code)
}
