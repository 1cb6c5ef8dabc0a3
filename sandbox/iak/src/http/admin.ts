import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { callbackFields } from '../callbacks/send-callbacks.js'
import { FAULT, OPERATIONS } from '../faults/fault-queue.js'
import { settleAndNotify, settleDue } from '../ledger/settlement.js'
import { settingsSchema } from '../settings.js'
import type { SandboxState } from '../state.js'

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

/** Limits how long a forced result waits for the receiver of its callback. */
const MAX_CALLBACK_WAIT_MS = 1_000

export interface AdminOptions {
  state: SandboxState
  /** Stops listening for a time. */
  pause: (ms: number) => void
}

/** The admin API: reads the ledger, forces results and injects faults. */
export function adminRoutes(app: FastifyInstance, { state, pause }: AdminOptions): void {
  app.get('/_admin/ledger', async () => readLedger(state))
  app.post<{ Params: { refId: string } }>('/_admin/transactions/:refId/result', async (request, reply) => {
    const { rc } = body.result.parse(request.body)
    const entry = state.ledger.find(request.params.refId)
    if (!entry) return reply.code(404).send(notFound('transaction', request.params.refId))
    const before = entry.status
    await Promise.race([settleAndNotify(state, entry, rc), state.callbacks.wait(MAX_CALLBACK_WAIT_MS)])
    return { status: entry.status, rc: entry.rc, changed: entry.status !== before }
  })
  app.post<{ Params: { refId: string } }>('/_admin/transactions/:refId/callback', async (request, reply) => {
    const { fields } = body.callback.parse(request.body ?? {})
    const entry = state.ledger.find(request.params.refId)
    if (!entry) return reply.code(404).send(notFound('transaction', request.params.refId))
    const sent = state.callbacks.post({
      body: JSON.stringify({ data: { ...callbackFields(state, entry), ...fields } }),
    })
    await Promise.race([sent, state.callbacks.wait(MAX_CALLBACK_WAIT_MS)])
    return { sent: true }
  })
  app.post('/_admin/callbacks', async (request) => {
    const sent = state.callbacks.post(body.anyCallback.parse(request.body))
    await Promise.race([sent, state.callbacks.wait(MAX_CALLBACK_WAIT_MS)])
    return { sent: true }
  })

  app.get('/_admin/faults', async () => ({ faults: state.faults.queued }))
  app.post('/_admin/faults', async (request) => {
    state.faults.push(body.fault.parse(request.body))
    return { faults: state.faults.queued }
  })
  app.post('/_admin/down', async (request) => {
    const { ms } = body.down.parse(request.body)
    pause(ms)
    return { downForMs: ms }
  })

  app.post('/_admin/deposit', async (request) => {
    state.ledger.setDeposit(body.deposit.parse(request.body).amount)
    return { deposit: state.ledger.deposit }
  })
  app.post('/_admin/delay', async (request) => {
    state.settings.delay = body.delay.parse(request.body).ms
    return { ms: state.settings.delay }
  })
  app.get('/_admin/settings', async () => state.settings)
  app.post('/_admin/settings', async (request) => {
    state.settings = { ...state.settings, ...settingsSchema.partial().strict().parse(request.body) }
    return state.settings
  })
  app.post('/_admin/seed', async (request) => {
    const { seed } = body.seed.parse(request.body)
    state.reseed(seed)
    return { seed }
  })
  app.post('/_admin/clock', async (request) => {
    const change = body.clock.parse(request.body)
    if ('advanceMs' in change) state.clock.advance(change.advanceMs)
    else state.clock.set(change.now === null ? null : Date.parse(change.now), change.stopped)
    settleDue(state)
    return { now: new Date(state.now()).toISOString() }
  })
  app.post<{ Params: { code: string } }>('/_admin/products/:code', async (request, reply) => {
    const isKnown = state.priceList.change(request.params.code, body.product.parse(request.body))
    return isKnown ? { code: request.params.code } : reply.code(404).send(notFound('product', request.params.code))
  })
  app.post('/_admin/reset', async () => {
    state.reset()
    return { deposit: state.ledger.deposit }
  })
}

/** Deposit, and debits and credits of each received purchase. */
export function readLedger(state: SandboxState) {
  return {
    deposit: state.ledger.deposit,
    transactions: state.ledger.entries
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

const notFound = (type: string, id: string) => ({ error: `there is no ${type} ${id}` })
