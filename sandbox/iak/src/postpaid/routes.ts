import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Operation } from '../faults/fault-queue.js'
import { scheduleQueryFaults, takeQueryTransportFault } from '../faults/transport-faults.js'
import { authenticate, type Body, readBody } from '../http/authentication.js'
import { pdfOf, respond } from '../http/respond.js'
import type { Entry } from '../ledger/ledger.js'
import type { SandboxState } from '../state.js'
import { billBehaviour } from './bills.js'
import { inquire } from './inquire.js'
import { pay } from './pay.js'
import { checkStatus, listProducts } from './queries.js'
import { labelledReceipt, receipt } from './receipt.js'
import { authErrorResponse, envelope, errorResponse } from './responses.js'

interface Command {
  operation: Operation
  required: readonly string[]
  /** The signed value. */
  subject: string
  execute: () => Record<string, unknown>
  fault?: () => string | null
  entry?: Entry | undefined
}

/** Postpaid API v1: one endpoint for all `commands`, and receipts. */
export function postpaidRoutes(app: FastifyInstance, state: SandboxState): void {
  // The biller's SDK uses a trailing slash.
  for (const path of ['/api/v1/bill/check', '/api/v1/bill/check/', '/api/v1/bill/check/:type']) {
    app.post(path, async (request, reply) => dispatch(state, request, reply))
  }
  for (const path of ['/api/v1/download/:trId', '/api/v1/download/:trId/1']) {
    app.get<{ Params: { trId: string } }>(path, async (request, reply) => receipt(state, request, reply))
  }
  app.post('/api/v1/bill/download/custom', async (request, reply) => customReceipt(state, request, reply))
}

async function dispatch(state: SandboxState, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const body = readBody(request.body)
  if (body === null) return reply.send(envelope(errorResponse('107')))
  const command = commandOf(state, body)
  if (command === null) return reply.send(envelope(errorResponse('101')))
  const authError = authenticate(state, 'postpaid', { body, required: command.required, subject: command.subject })
  if (authError) return reply.code(authError.httpStatus).send(authErrorResponse(authError))
  return respond(state, reply, {
    operation: command.operation,
    execute: command.execute,
    errorResponse,
    envelope,
    fault: command.fault?.() ?? null,
    onFault: (fault) => {
      if (command.entry) scheduleQueryFaults(command.entry, fault)
    },
  })
}

function commandOf(state: SandboxState, body: Body): Command | null {
  const refId = String(body.ref_id)
  switch (body.commands) {
    case 'pricelist-pasca':
      return {
        operation: 'pricelist-pasca',
        required: [],
        subject: 'pl',
        execute: () => listProducts(state, body.status),
      }
    case 'inq-pasca':
      return {
        operation: 'inq-pasca',
        required: ['code', 'hp', 'ref_id'],
        subject: refId,
        execute: () => inquire(state, { refId, code: String(body.code), customerId: String(body.hp) }),
      }
    case 'pay-pasca': {
      const entry = state.ledger.findByTrId(Number(body.tr_id))
      return {
        operation: 'pay-pasca',
        required: ['tr_id'],
        subject: String(body.tr_id),
        execute: () => pay(state, entry),
        fault: () => payFault(state, entry),
        entry,
      }
    }
    case 'checkstatus': {
      const entry = state.ledger.find(refId)
      return {
        operation: 'checkstatus',
        required: ['ref_id'],
        subject: 'cs',
        execute: () => checkStatus(state, entry),
        fault: () => takeQueryTransportFault(entry),
      }
    }
    default:
      return null
  }
}

/** The transport fault of a test number; 3014 affects the first payment only. */
function payFault(state: SandboxState, entry: Entry | undefined): string | null {
  if (entry?.kind !== 'postpaid') return null
  const behaviour = billBehaviour(state, entry.productCode, entry.customerId)
  if (behaviour.kind !== 'transport-fault' || entry.status !== 0) return null
  if (behaviour.fault !== '3014') return behaviour.fault
  if (state.lostFirstCalls.has(entry.refId)) return null
  state.lostFirstCalls.add(entry.refId)
  return behaviour.fault
}

/** A receipt with a custom header: PDF, or JSON for `raw` 1. */
function customReceipt(state: SandboxState, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const body = readBody(request.body)
  if (body === null) return reply.send(envelope(errorResponse('107')))
  if (body.commands !== 'receipt-custom') return reply.send(envelope(errorResponse('101')))
  const authError = authenticate(state, 'postpaid', { body, required: ['tr_id'], subject: 'bc' })
  if (authError) return reply.code(authError.httpStatus).send(authErrorResponse(authError))
  const entry = state.ledger.findByTrId(Number(body.tr_id))
  if (entry?.kind !== 'postpaid' || entry.status !== 1) return reply.send(envelope(errorResponse('06')))
  const company = readBody(readBody(body.custom)?.header)?.company_name
  return Number(body.raw) === 1
    ? reply.send(envelope(labelledReceipt(entry, typeof company === 'string' ? company : undefined)))
    : reply.type('application/pdf').send(pdfOf(entry.refId))
}
