import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type Body, bodyOf, refusalAtDoor } from '../door.js'
import type { Operation } from '../faults.js'
import type { Entry } from '../ledger.js'
import { pdfOf } from '../pdf.js'
import { hideFromQueries, statusFault } from '../query-fault.js'
import { respond } from '../respond.js'
import type { World } from '../world.js'
import { envelope, refusal, refusedAtDoor } from './answers.js'
import { billBehaviour } from './bills.js'
import { checkStatus } from './check-status.js'
import { inquire } from './inquire.js'
import { pay } from './pay.js'
import { priceList } from './price-list.js'
import { labelled, receipt } from './receipt.js'

interface Command {
  operation: Operation
  required: readonly string[]
  /** What the signature covers. */
  subject: string
  work: () => Record<string, unknown>
  fault?: () => string | null
  entry?: Entry | undefined
}

/** Postpaid API v1: one endpoint for everything, told apart by `commands`; receipts beside it. */
export function postpaidRoutes(app: FastifyInstance, world: World): void {
  // The biller's own SDK calls it with a trailing slash.
  for (const path of ['/api/v1/bill/check', '/api/v1/bill/check/', '/api/v1/bill/check/:type']) {
    app.post(path, async (request, reply) => dispatch(world, request, reply))
  }
  for (const path of ['/api/v1/download/:trId', '/api/v1/download/:trId/1']) {
    app.get<{ Params: { trId: string } }>(path, async (request, reply) => receipt(world, request, reply))
  }
  app.post('/api/v1/bill/download/custom', async (request, reply) => customReceipt(world, request, reply))
}

async function dispatch(world: World, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const body = bodyOf(request.body)
  if (body === null) return reply.send(envelope(refusal('107')))
  const command = commandOf(world, body)
  if (command === null) return reply.send(envelope(refusal('101')))
  const refused = refusalAtDoor(world, 'postpaid', { body, required: command.required, subject: command.subject })
  if (refused) return reply.code(refused.httpStatus).send(refusedAtDoor(refused))
  return respond(world, reply, {
    operation: command.operation,
    work: command.work,
    refusal,
    envelope,
    fault: command.fault?.() ?? null,
    onFault: (fault) => {
      if (command.entry) hideFromQueries(command.entry, fault)
    },
  })
}

function commandOf(world: World, body: Body): Command | null {
  const refId = String(body.ref_id)
  switch (body.commands) {
    case 'pricelist-pasca':
      return { operation: 'pricelist-pasca', required: [], subject: 'pl', work: () => priceList(world, body.status) }
    case 'inq-pasca':
      return {
        operation: 'inq-pasca',
        required: ['code', 'hp', 'ref_id'],
        subject: refId,
        work: () => inquire(world, { refId, code: String(body.code), customerId: String(body.hp) }),
      }
    case 'pay-pasca': {
      const entry = world.ledger.findByTrId(Number(body.tr_id))
      return {
        operation: 'pay-pasca',
        required: ['tr_id'],
        subject: String(body.tr_id),
        work: () => pay(world, entry),
        fault: () => payFault(world, entry),
        entry,
      }
    }
    case 'checkstatus': {
      const entry = world.ledger.find(refId)
      return {
        operation: 'checkstatus',
        required: ['ref_id'],
        subject: 'cs',
        work: () => checkStatus(world, entry),
        fault: () => statusFault(entry),
      }
    }
    default:
      return null
  }
}

/** The transport fault of a customer number; 3014 at the first payment only. */
function payFault(world: World, entry: Entry | undefined): string | null {
  if (entry?.kind !== 'postpaid') return null
  const behaviour = billBehaviour(world, entry.productCode, entry.customerId)
  if (behaviour.kind !== 'transport-fault' || entry.status !== 0) return null
  if (behaviour.fault !== '3014') return behaviour.fault
  if (world.lostOnce.has(entry.refId)) return null
  world.lostOnce.add(entry.refId)
  return behaviour.fault
}

/** A receipt with the counter's own head: PDF, or JSON for `raw` 1. */
function customReceipt(world: World, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const body = bodyOf(request.body)
  if (body === null) return reply.send(envelope(refusal('107')))
  if (body.commands !== 'receipt-custom') return reply.send(envelope(refusal('101')))
  const refused = refusalAtDoor(world, 'postpaid', { body, required: ['tr_id'], subject: 'bc' })
  if (refused) return reply.code(refused.httpStatus).send(refusedAtDoor(refused))
  const entry = world.ledger.findByTrId(Number(body.tr_id))
  if (entry?.kind !== 'postpaid' || entry.status !== 1) return reply.send(envelope(refusal('06')))
  const company = bodyOf(bodyOf(body.custom)?.header)?.company_name
  return Number(body.raw) === 1
    ? reply.send(envelope(labelled(entry, typeof company === 'string' ? company : undefined)))
    : reply.type('application/pdf').send(pdfOf(entry.refId))
}
