import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Operation } from '../faults/fault-queue.js'
import { behaviourOf } from '../faults/test-numbers.js'
import { scheduleQueryFaults, takeQueryTransportFault } from '../faults/transport-faults.js'
import { authenticate, type Body, readBody } from '../http/authentication.js'
import { respond } from '../http/respond.js'
import type { Entry } from '../ledger/ledger.js'
import type { SandboxState } from '../state.js'
import { checkStatus, inquire, listProducts } from './queries.js'
import { receipt } from './receipt.js'
import { authErrorResponse, envelope, errorResponse } from './responses.js'
import { topUp } from './top-up.js'

interface Route {
  operation: Operation
  required?: readonly string[]
  /** The signed value: that of a member, or a fixed word. */
  signed: { member: string } | { word: string }
  execute: (body: Record<string, string>, request: FastifyRequest) => Promise<Record<string, unknown>>
  fault?: (body: Record<string, string>) => string | null
  /** The transaction of the call, after execution. */
  entry?: (body: Record<string, string>) => Entry | undefined
}

/** Prepaid API v2: balance, price list, inquiry, top-up, status, receipt. */
export function prepaidRoutes(app: FastifyInstance, state: SandboxState): void {
  const findByRefId = (body: Record<string, string>) => state.ledger.find(body.ref_id ?? '')

  addRoute(app, state, ['/api/check-balance'], {
    operation: 'check-balance',
    signed: { word: 'bl' },
    execute: async () => ({ balance: state.ledger.deposit, message: 'SUCCESS', rc: '00' }),
  })
  addRoute(app, state, ['/api/pricelist', '/api/pricelist/:type', '/api/pricelist/:type/:operator'], {
    operation: 'pricelist',
    signed: { word: 'pl' },
    execute: async (body, request) => listProducts(state, typeOf(request), body.status),
  })
  addRoute(app, state, ['/api/inquiry-pln'], {
    operation: 'inquiry-pln',
    required: ['customer_id'],
    signed: { member: 'customer_id' },
    execute: async (body) => inquire(body.customer_id ?? ''),
  })
  addRoute(app, state, ['/api/top-up'], {
    operation: 'top-up',
    required: ['ref_id', 'customer_id', 'product_code'],
    signed: { member: 'ref_id' },
    execute: ({ ref_id = '', customer_id = '', product_code = '' }) =>
      topUp(state, { refId: ref_id, customerId: customer_id, productCode: product_code }),
    fault: (body) => topUpFault(state, body),
    entry: findByRefId,
  })
  addRoute(app, state, ['/api/check-status'], {
    operation: 'check-status',
    required: ['ref_id'],
    signed: { member: 'ref_id' },
    execute: async (body) => checkStatus(state, findByRefId(body)),
    fault: (body) => takeQueryTransportFault(findByRefId(body)),
  })
  // API version 1: all commands are unknown.
  app.post('/v1/legacy/index', async () => envelope(errorResponse('205')))
  for (const path of ['/api/download/:trId', '/api/download/:trId/1']) {
    app.get<{ Params: { trId: string } }>(path, async (request, reply) => receipt(state, request, reply))
  }
}

function addRoute(app: FastifyInstance, state: SandboxState, paths: readonly string[], route: Route): void {
  const handle = async (request: FastifyRequest, reply: FastifyReply) => {
    const body = readBody(request.body)
    if (body === null) return reply.send(envelope(errorResponse('107')))
    const subject = 'word' in route.signed ? route.signed.word : String(body[route.signed.member])
    const authError = authenticate(state, 'prepaid', { body, required: route.required ?? [], subject })
    if (authError) return reply.code(authError.httpStatus).send(authErrorResponse(authError))
    const texts = textsOf(body)
    return respond(state, reply, {
      operation: route.operation,
      execute: () => route.execute(texts, request),
      errorResponse,
      envelope,
      fault: route.fault?.(texts) ?? null,
      onFault: (fault) => {
        const entry = route.entry?.(texts)
        if (entry) scheduleQueryFaults(entry, fault)
      },
    })
  }
  for (const path of paths) app.post(path, handle)
}

/** The transport fault of a test number. 3012 and 3013 affect status queries only, 3014 the first call only. */
function topUpFault(state: SandboxState, { customer_id = '', ref_id = '' }: Record<string, string>): string | null {
  const behaviour = behaviourOf('prepaid', customer_id)
  if (behaviour.kind !== 'transport-fault' || ['3012', '3013'].includes(behaviour.fault)) return null
  if (behaviour.fault !== '3014') return behaviour.fault
  if (state.lostFirstCalls.has(ref_id)) return null
  state.lostFirstCalls.add(ref_id)
  return behaviour.fault
}

function textsOf(body: Body): Record<string, string> {
  return Object.fromEntries(
    Object.entries(body).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  )
}

function typeOf(request: FastifyRequest): string | undefined {
  const { params } = request
  return typeof params === 'object' && params !== null && 'type' in params ? String(params.type) : undefined
}
