import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type Body, bodyOf, refusalAtDoor } from '../door.js'
import type { Operation } from '../faults.js'
import type { Entry } from '../ledger.js'
import { behaviourOf } from '../magic-number.js'
import { hideFromQueries, statusFault } from '../query-fault.js'
import { respond } from '../respond.js'
import type { World } from '../world.js'
import { envelope, refusal, refusedAtDoor } from './answers.js'
import { checkStatus } from './check-status.js'
import { inquiry } from './inquiry.js'
import { priceList } from './price-list.js'
import { receipt } from './receipt.js'
import { topUp } from './top-up.js'

interface Route {
  operation: Operation
  required?: readonly string[]
  /** What the signature covers: the value of this member, or a fixed word. */
  signed: { member: string } | { word: string }
  work: (body: Record<string, string>, request: FastifyRequest) => Promise<Record<string, unknown>>
  fault?: (body: Record<string, string>) => string | null
  /** The transaction that the call is about, once it was made. */
  entry?: (body: Record<string, string>) => Entry | undefined
}

/** Prepaid API v2: balance, price list, inquiry, top-up, status, receipt. */
export function prepaidRoutes(app: FastifyInstance, world: World): void {
  const byRef = (body: Record<string, string>) => world.ledger.find(body.ref_id ?? '')

  serve(app, world, ['/api/check-balance'], {
    operation: 'check-balance',
    signed: { word: 'bl' },
    work: async () => ({ balance: world.ledger.deposit, message: 'SUCCESS', rc: '00' }),
  })
  serve(app, world, ['/api/pricelist', '/api/pricelist/:type', '/api/pricelist/:type/:operator'], {
    operation: 'pricelist',
    signed: { word: 'pl' },
    work: async (body, request) => priceList(world, typeOf(request), body.status),
  })
  serve(app, world, ['/api/inquiry-pln'], {
    operation: 'inquiry-pln',
    required: ['customer_id'],
    signed: { member: 'customer_id' },
    work: async (body) => inquiry(body.customer_id ?? ''),
  })
  serve(app, world, ['/api/top-up'], {
    operation: 'top-up',
    required: ['ref_id', 'customer_id', 'product_code'],
    signed: { member: 'ref_id' },
    work: ({ ref_id = '', customer_id = '', product_code = '' }) =>
      topUp(world, { refId: ref_id, customerId: customer_id, productCode: product_code }),
    fault: (body) => topUpFault(world, body),
    entry: byRef,
  })
  serve(app, world, ['/api/check-status'], {
    operation: 'check-status',
    required: ['ref_id'],
    signed: { member: 'ref_id' },
    work: async (body) => checkStatus(world, byRef(body)),
    fault: (body) => statusFault(byRef(body)),
  })
  // Version 1 of the API, whose commands this sandbox does not know.
  app.post('/v1/legacy/index', async () => envelope(refusal('205')))
  for (const path of ['/api/download/:trId', '/api/download/:trId/1']) {
    app.get<{ Params: { trId: string } }>(path, async (request, reply) => receipt(world, request, reply))
  }
}

function serve(app: FastifyInstance, world: World, paths: readonly string[], route: Route): void {
  const handle = async (request: FastifyRequest, reply: FastifyReply) => {
    const body = bodyOf(request.body)
    if (body === null) return reply.send(envelope(refusal('107')))
    const subject = 'word' in route.signed ? route.signed.word : String(body[route.signed.member])
    const refused = refusalAtDoor(world, 'prepaid', { body, required: route.required ?? [], subject })
    if (refused) return reply.code(refused.httpStatus).send(refusedAtDoor(refused))
    const texts = textsOf(body)
    return respond(world, reply, {
      operation: route.operation,
      work: () => route.work(texts, request),
      refusal,
      envelope,
      fault: route.fault?.(texts) ?? null,
      onFault: (fault) => {
        const entry = route.entry?.(texts)
        if (entry) hideFromQueries(entry, fault)
      },
    })
  }
  for (const path of paths) app.post(path, handle)
}

/** The transport fault of a meter. 3012 and 3013 show in status queries only, 3014 at the first call only. */
function topUpFault(world: World, { customer_id = '', ref_id = '' }: Record<string, string>): string | null {
  const behaviour = behaviourOf('prepaid', customer_id)
  if (behaviour.kind !== 'transport-fault' || ['3012', '3013'].includes(behaviour.fault)) return null
  if (behaviour.fault !== '3014') return behaviour.fault
  if (world.lostOnce.has(ref_id)) return null
  world.lostOnce.add(ref_id)
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
