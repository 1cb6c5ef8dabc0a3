import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { fieldsOf } from './callbacks.js'
import { FAULT, OPERATIONS } from './faults.js'
import { settingsSchema } from './settings.js'
import { settleAndCall, settleDue } from './settle.js'
import type { World } from './world.js'

const body = {
  result: z.object({ rc: z.string().regex(/^\d{2,3}$/) }),
  fault: z.object({
    operation: z.enum(OPERATIONS),
    fault: z.string().regex(FAULT),
    times: z.number().int().min(1).default(1),
  }),
  deposit: z.object({ amount: z.number().int().min(0) }),
  delay: z.object({ ms: z.number().int().min(0).nullable() }),
  clock: z.union([
    z.object({ now: z.iso.datetime({ offset: true }).nullable(), stopped: z.boolean().default(false) }),
    z.object({ advanceMs: z.number().int().min(0) }),
  ]),
  seed: z.object({ seed: z.number().int().min(0) }),
  product: z.object({ active: z.boolean().optional(), price: z.number().int().min(1).optional() }),
  callback: z.object({ fields: z.record(z.string(), z.union([z.string(), z.number()])).default({}) }),
  anyCallback: z.object({
    body: z.string(),
    contentType: z.string().default('application/json'),
    headers: z.record(z.string(), z.string()).default({}),
  }),
  down: z.object({ ms: z.number().int().min(1).max(600_000) }),
}

/** A forced result answers when its callback was taken, but does not wait for a receiver that is not there. */
const LONGEST_WAIT_MS = 1_000

export interface AdminOptions {
  world: World
  /** Stops listening for so long. */
  beDown: (ms: number) => void
}

/** What stands outside the biller's own paths: looking into the books, forcing results, making trouble. */
export function adminRoutes(app: FastifyInstance, { world, beDown }: AdminOptions): void {
  app.get('/_admin/ledger', async () => readLedger(world))
  app.post<{ Params: { refId: string } }>('/_admin/transactions/:refId/result', async (request, reply) => {
    const { rc } = body.result.parse(request.body)
    const entry = world.ledger.find(request.params.refId)
    if (!entry) return reply.code(404).send(unknown('transaction', request.params.refId))
    const before = entry.status
    await Promise.race([settleAndCall(world, entry, rc), world.callbacks.wait(LONGEST_WAIT_MS)])
    return { status: entry.status, rc: entry.rc, changed: entry.status !== before }
  })
  app.post<{ Params: { refId: string } }>('/_admin/transactions/:refId/callback', async (request, reply) => {
    const { fields } = body.callback.parse(request.body ?? {})
    const entry = world.ledger.find(request.params.refId)
    if (!entry) return reply.code(404).send(unknown('transaction', request.params.refId))
    const sent = world.callbacks.post({ body: JSON.stringify({ data: { ...fieldsOf(world, entry), ...fields } }) })
    await Promise.race([sent, world.callbacks.wait(LONGEST_WAIT_MS)])
    return { sent: true }
  })
  app.post('/_admin/callbacks', async (request) => {
    const sent = world.callbacks.post(body.anyCallback.parse(request.body))
    await Promise.race([sent, world.callbacks.wait(LONGEST_WAIT_MS)])
    return { sent: true }
  })

  app.get('/_admin/faults', async () => ({ faults: world.faults.queued }))
  app.post('/_admin/faults', async (request) => {
    world.faults.push(body.fault.parse(request.body))
    return { faults: world.faults.queued }
  })
  app.post('/_admin/down', async (request) => {
    const { ms } = body.down.parse(request.body)
    beDown(ms)
    return { downForMs: ms }
  })

  app.post('/_admin/deposit', async (request) => {
    world.ledger.setDeposit(body.deposit.parse(request.body).amount)
    return { deposit: world.ledger.deposit }
  })
  app.post('/_admin/delay', async (request) => {
    world.settings.delay = body.delay.parse(request.body).ms
    return { ms: world.settings.delay }
  })
  app.get('/_admin/settings', async () => world.settings)
  app.post('/_admin/settings', async (request) => {
    world.settings = { ...world.settings, ...settingsSchema.partial().strict().parse(request.body) }
    return world.settings
  })
  app.post('/_admin/seed', async (request) => {
    const { seed } = body.seed.parse(request.body)
    world.reseed(seed)
    return { seed }
  })
  app.post('/_admin/clock', async (request) => {
    const change = body.clock.parse(request.body)
    if ('advanceMs' in change) world.clock.advance(change.advanceMs)
    else world.clock.set(change.now === null ? null : Date.parse(change.now), change.stopped)
    settleDue(world)
    return { now: new Date(world.now()).toISOString() }
  })
  app.post<{ Params: { code: string } }>('/_admin/products/:code', async (request, reply) => {
    const isKnown = world.priceList.change(request.params.code, body.product.parse(request.body))
    return isKnown ? { code: request.params.code } : reply.code(404).send(unknown('product', request.params.code))
  })
  app.post('/_admin/reset', async () => {
    world.reset()
    return { deposit: world.ledger.deposit }
  })
}

/** The books: what the deposit lost and got back for each purchase that reached the biller. */
export function readLedger(world: World) {
  return {
    deposit: world.ledger.deposit,
    transactions: world.ledger.entries
      .filter(({ kind, bills }) => kind === 'prepaid' || bills.length > 0)
      .map((entry) => ({
        ref_id: entry.refId,
        tr_id: entry.trId,
        kind: entry.kind,
        customer_id: entry.customerId,
        product_code: entry.productCode,
        status: entry.status,
        rc: entry.rc,
        price: entry.price,
        debited: entry.debited,
        credited: entry.credited,
        debited_at: entry.debitedAt ? new Date(entry.debitedAt).toISOString() : null,
        calls: entry.calls,
        polls: entry.polls,
        sn: entry.serialNumber,
      })),
  }
}

const unknown = (what: string, which: string) => ({ error: `there is no ${what} ${which}` })
