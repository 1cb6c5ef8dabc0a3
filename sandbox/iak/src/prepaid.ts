import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { sendCallbacks } from './callbacks.js'
import { customerOf } from './customer.js'
import type { Entry } from './ledger.js'
import { type Behaviour, behaviourOf } from './magic-number.js'
import { prepaidMessage } from './messages.js'
import { settle, settleAndCall } from './settle.js'
import { answerWithFault, isWorkDone } from './transport-fault.js'
import type { World } from './world.js'

type Body = Record<string, unknown>
const A_DAY_MS = 24 * 3_600_000

/** Prepaid API v2: balance, price list, inquiry, top-up, status, receipt. */
export function prepaidRoutes(app: FastifyInstance, world: World): void {
  const operation = (path: string, name: string, subject: (body: Body) => string, answer: Answer) =>
    app.post(path, async (request, reply) => {
      const body = (request.body ?? null) as Body | null
      const refusal = refusalOf(world, body, subject, requiredBy(name))
      if (refusal || !body) return reply.code(refusal?.httpStatus ?? 200).send({ data: refusal?.data })
      return answer(body, request, reply)
    })

  operation(
    '/api/check-balance',
    'check-balance',
    () => 'bl',
    async (_body, _request, reply) =>
      respond(world, reply, 'check-balance', async () => ({
        balance: world.ledger.deposit,
        message: 'SUCCESS',
        rc: '00',
      })),
  )
  for (const path of ['/api/pricelist', '/api/pricelist/:type', '/api/pricelist/:type/:operator']) {
    operation(
      path,
      'pricelist',
      () => 'pl',
      async (body, request, reply) => respond(world, reply, 'pricelist', async () => priceList(world, body, request)),
    )
  }
  operation(
    '/api/inquiry-pln',
    'inquiry-pln',
    (body) => String(body.customer_id),
    async (body, _request, reply) =>
      respond(world, reply, 'inquiry-pln', async () => inquiry(String(body.customer_id))),
  )
  operation(
    '/api/top-up',
    'top-up',
    (body) => String(body.ref_id),
    async (body, _request, reply) => {
      const behaviour = behaviourOf('prepaid', String(body.customer_id))
      return respond(
        world,
        reply,
        'top-up',
        () => topUp(world, body, behaviour),
        faultOf(world, behaviour, String(body.ref_id)),
      )
    },
  )
  operation(
    '/api/check-status',
    'check-status',
    (body) => String(body.ref_id),
    async (body, _request, reply) => {
      const entry = world.ledger.find(String(body.ref_id))
      return respond(world, reply, 'check-status', async () => checkStatus(world, entry), statusFaultOf(entry))
    },
  )

  app.get('/api/download/:trId', async (request, reply) => receipt(world, request, reply))
  app.get('/api/download/:trId/1', async (request, reply) => receipt(world, request, reply))
}

type Answer = (body: Body, request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>

/** Sends an answer, or what a fault makes of it; `work` is done only where the fault lets it. */
async function respond(
  world: World,
  reply: FastifyReply,
  operation: string,
  work: () => Promise<object>,
  magicFault: string | null = null,
): Promise<FastifyReply> {
  const fault = world.takeFault(operation) ?? magicFault
  const data = fault && !isWorkDone(fault) ? {} : await work()
  const answer = { data: world.settings.jitter ? jittered(data) : data }
  return fault ? answerWithFault(reply, fault, answer) : reply.send(answer)
}

/** Account, signature and mandatory members, in that order, before anything happens. */
function refusalOf(
  world: World,
  body: Body | null,
  subject: (body: Body) => string,
  required: readonly string[],
): { httpStatus: number; data: object } | null {
  const refuse = (rc: string) => ({ httpStatus: 200, data: { rc, message: prepaidMessage(rc), status: 2 } })
  if (typeof body !== 'object' || body === null) return refuse('107')
  const missing = required.filter((name) => typeof body[name] !== 'string' || body[name] === '')
  if (missing.length > 0) {
    const details = Object.fromEntries(missing.map((name) => [name, ['required']]))
    return { httpStatus: 400, data: { rc: '107', message: prepaidMessage('107'), error_details: details } }
  }
  if (body.username !== world.options.username || body.sign !== world.sign(subject(body))) return refuse('204')
  if (world.settings.refusesAddress) return refuse('102')
  if (world.settings.suspended) return refuse('118')
  return world.settings.maintenance ? refuse('110') : null
}

function requiredBy(operation: string): readonly string[] {
  const own: Record<string, string[]> = {
    'inquiry-pln': ['customer_id'],
    'top-up': ['ref_id', 'customer_id', 'product_code'],
    'check-status': ['ref_id'],
  }
  return ['username', 'sign', ...(own[operation] ?? [])]
}

function priceList(world: World, body: Body, request: FastifyRequest): object {
  const { type } = request.params as { type?: string }
  const wanted = String(body.status ?? 'all').replace('-', ' ')
  const rows = type !== undefined && type !== 'pln' ? [] : world.priceList.prepaid
  const pricelist = rows
    .map((row) => ({
      product_code: row.code,
      product_description: 'PLN',
      product_nominal: String(row.nominal),
      product_details: '-',
      product_price: row.price,
      product_type: 'pln',
      active_period: '0',
      status: row.active ? 'active' : 'non active',
      icon_url: '',
      product_category: 'pln',
    }))
    .filter(({ status }) => wanted === 'all' || status === wanted)
  return { pricelist, rc: '00', message: 'SUCCESS' }
}

function inquiry(customerId: string): object {
  const behaviour = behaviourOf('prepaid', customerId)
  const rc = behaviour.kind === 'unknown-number' ? '14' : behaviour.kind === 'inquiry-refused' ? behaviour.rc : '00'
  if (rc !== '00') return { status: '2', customer_id: customerId, message: prepaidMessage(rc), rc }
  const { name, meterNumber, subscriberId, segmentPower } = customerOf(customerId)
  return {
    status: '1',
    customer_id: customerId,
    meter_no: meterNumber,
    subscriber_id: subscriberId,
    name,
    segment_power: segmentPower,
    message: 'SUCCESS',
    rc: '00',
  }
}

async function topUp(world: World, body: Body, behaviour: Behaviour): Promise<object> {
  const refId = String(body.ref_id)
  const known = world.ledger.find(refId)
  if (known) {
    // Idempotent: nothing new begins, the original is told, even for another meter or product.
    known.calls += 1
    world.ledger.save(known)
    return answerOf(world, known)
  }
  const customerId = String(body.customer_id)
  const row = world.priceList.prepaid.find(({ code }) => code === body.product_code)
  const rc = refusedWith(world, customerId, String(body.product_code), behaviour)
  const entry = world.ledger.add({
    refId,
    kind: 'prepaid',
    customerId,
    productCode: String(body.product_code),
    status: rc ? 2 : 0,
    rc: rc ?? '39',
    price: row?.price ?? 0,
    createdAt: world.now(),
    settlesAt: null,
    settlesWith: '00',
    serialNumber: null,
    bills: [],
    remaining: 0,
    commission: 0,
  })
  entry.calls = 1
  if (rc) {
    world.ledger.save(entry)
    return answerOf(world, entry)
  }
  // The deposit is debited at acceptance, as in the biller's examples.
  world.ledger.debit(entry)
  const riddle = await schedule(world, entry, behaviour)
  return riddle ?? answerOf(world, entry)
}

/** When and how an accepted purchase settles; returns the answer where it is a riddle. */
async function schedule(world: World, entry: Entry, behaviour: Behaviour): Promise<object | null> {
  const ms = world.processingMs()
  if (behaviour.kind === 'settles-later') entry.settlesWith = behaviour.rc
  if (behaviour.kind === 'ambiguous') entry.settlesWith = behaviour.truth
  if (behaviour.kind === 'pending-a-day') entry.settlesAt = world.now() + A_DAY_MS
  else if (behaviour.kind !== 'pending-for-ever' && ms !== null) entry.settlesAt = world.now() + ms
  if (world.settings.cutOff === '39' && world.isCutOff()) entry.settlesAt = world.now() + A_DAY_MS / 12
  world.ledger.save(entry)
  if (behaviour.kind === 'callback-fault' && behaviour.fault === '4002') {
    settle(world, entry, entry.settlesWith)
    await sendCallbacks(world, entry)
  } else if (ms === 0 && entry.settlesAt !== null && entry.settlesAt <= world.now()) {
    void settleAndCall(world, entry, entry.settlesWith)
  }
  return behaviour.kind === 'ambiguous'
    ? { ...answerOf(world, entry), status: 0, rc: behaviour.rc, message: prepaidMessage(behaviour.rc), sn: undefined }
    : null
}

function refusedWith(world: World, customerId: string, productCode: string, behaviour: Behaviour): string | null {
  const row = world.priceList.prepaid.find(({ code }) => code === productCode)
  if (!row) return '20'
  if (!row.active) return '106'
  if (behaviour.kind === 'unknown-number') return '14'
  if (behaviour.kind === 'inquiry-refused' || behaviour.kind === 'purchase-refused') return behaviour.rc
  if (world.isCutOff() && world.settings.cutOff !== '39') return world.settings.cutOff
  const today = world.ledger.entries.filter(
    (entry) =>
      world.settings.dailyLimit !== 'none' &&
      entry.customerId === customerId &&
      entry.status !== 2 &&
      world.day(entry.createdAt) === world.day(),
  )
  if (world.settings.dailyLimit === '207' && today.length > 0) return '207'
  if (world.settings.dailyLimit === '202' && today.some((entry) => entry.productCode === productCode)) return '202'
  return world.ledger.deposit < row.price ? '17' : null
}

function checkStatus(world: World, entry: Entry | undefined): object {
  const notFound = { status: 2, message: prepaidMessage('06'), rc: '06' }
  if (entry?.kind !== 'prepaid') return notFound
  entry.polls += 1
  if (entry.customerId.endsWith('3012') && entry.polls <= 3) return notFound
  if (entry.customerId.endsWith('3013') && entry.polls <= 3) {
    const rc = entry.polls === 2 ? '204' : '110'
    return { status: 2, message: prepaidMessage(rc), rc }
  }
  const answer = answerOf(world, entry)
  return world.settings.contradiction ? { ...answer, rc: entry.status === 1 ? '39' : '00' } : answer
}

function answerOf(world: World, entry: Entry): Record<string, unknown> {
  const isTold = entry.status === 1 && entry.polls > world.settings.serialNumberAfterPolls - 1
  return {
    ref_id: entry.refId,
    status: entry.status,
    product_code: entry.productCode,
    customer_id: entry.customerId,
    price: entry.price,
    message: prepaidMessage(entry.rc),
    ...(isTold && entry.serialNumber ? { sn: entry.serialNumber } : {}),
    balance: world.ledger.deposit,
    tr_id: entry.trId,
    rc: entry.rc,
  }
}

/** The transport fault of a meter number; 3012 and 3013 are faults of the status query, 3014 of the first call only. */
function faultOf(_world: World, behaviour: Behaviour, refId: string): string | null {
  if (behaviour.kind !== 'transport-fault' || ['3012', '3013'].includes(behaviour.fault)) return null
  if (behaviour.fault !== '3014') return behaviour.fault
  if (seenOnce.has(refId)) return null
  seenOnce.add(refId)
  return behaviour.fault
}
const seenOnce = new Set<string>()

function statusFaultOf(entry: Entry | undefined): string | null {
  return entry?.customerId.endsWith('3013') && entry.polls === 0 ? '503' : null
}

function receipt(world: World, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { trId } = request.params as { trId: string }
  const entry = world.ledger.findByTrId(Number(trId))
  if (entry?.kind !== 'prepaid') return reply.send({ data: { rc: '06', message: prepaidMessage('06'), status: 2 } })
  if (entry.status !== 1)
    return reply.send({ data: { rc: entry.rc, message: prepaidMessage(entry.rc), status: entry.status } })
  if (!request.url.endsWith('/1'))
    return reply.type('application/pdf').send(Buffer.from(`%PDF-1.4\n% ${entry.refId}\n%%EOF\n`))
  return reply.send({
    data: { ...answerOf(world, entry), sn: entry.serialNumber, admin_fee: 0, name: customerOf(entry.customerId).name },
  })
}

/** Numbers as strings and strings of digits as numbers, as the biller's own samples contradict each other. */
function jittered(data: object): object {
  return Object.fromEntries(
    Object.entries(data).map(([key, value]) => {
      if (typeof value === 'number') return [key, String(value)]
      return [key, key === 'status' && typeof value === 'string' ? Number(value) : value]
    }),
  )
}
