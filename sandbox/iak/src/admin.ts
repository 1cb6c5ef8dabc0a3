import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { fieldsOf, post } from './callbacks.js'
import { settingsSchema } from './settings.js'
import { settleAndCall } from './settle.js'
import type { World } from './world.js'

const body = {
  result: z.object({ rc: z.string().regex(/^\d{2,3}$/) }),
  fault: z.object({ operation: z.string(), fault: z.string(), times: z.number().int().min(1).default(1) }),
  deposit: z.object({ amount: z.number().int().min(0) }),
  delay: z.object({ ms: z.number().int().min(0).nullable() }),
  clock: z.object({ now: z.iso.datetime({ offset: true }).nullable() }),
  product: z.object({ active: z.boolean().optional(), price: z.number().int().min(1).optional() }),
  callback: z.object({ fields: z.record(z.string(), z.union([z.string(), z.number()])).default({}) }),
  down: z.object({ ms: z.number().int().min(1).max(600_000) }),
}

/** What stands outside the biller's own paths: looking into the books, forcing results, making trouble. */
export function adminRoutes(app: FastifyInstance, world: World): void {
  app.setErrorHandler((error, _request, reply) =>
    error instanceof z.ZodError ? reply.code(400).send({ error: z.prettifyError(error) }) : reply.send(error),
  )

  app.get('/_admin/ledger', async () => ({
    deposit: world.ledger.deposit,
    transactions: world.ledger.entries
      .filter((entry) => entry.kind === 'prepaid' || entry.bills.length > 0)
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
        calls: entry.calls,
      })),
  }))
  app.post('/_admin/transactions/:refId/result', async (request, reply) => {
    const { refId } = request.params as { refId: string }
    const entry = world.ledger.find(refId)
    if (!entry) return reply.code(404).send({ error: `there is no transaction ${refId}` })
    await settleAndCall(world, entry, body.result.parse(request.body).rc)
    return { status: entry.status, rc: entry.rc }
  })
  app.post('/_admin/transactions/:refId/callback', async (request, reply) => {
    const { refId } = request.params as { refId: string }
    const entry = world.ledger.find(refId)
    if (!entry) return reply.code(404).send({ error: `there is no transaction ${refId}` })
    const { fields } = body.callback.parse(request.body ?? {})
    await post(world, JSON.stringify({ data: { ...fieldsOf(world, entry), ...fields } }))
    return { sent: true }
  })
  app.post('/_admin/faults', async (request) => {
    world.faults.push(body.fault.parse(request.body))
    return { faults: world.faults }
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
  app.post('/_admin/clock', async (request) => {
    const { now } = body.clock.parse(request.body)
    world.setClock(now === null ? null : Date.parse(now))
    return { now: new Date(world.now()).toISOString() }
  })
  app.post('/_admin/products/:code', async (request, reply) => {
    const { code } = request.params as { code: string }
    const isKnown = world.priceList.change(code, body.product.parse(request.body))
    return isKnown ? { code } : reply.code(404).send({ error: `there is no product ${code}` })
  })
  app.post('/_admin/down', async (request) => {
    const { ms } = body.down.parse(request.body)
    const address = app.server.address()
    if (typeof address !== 'object' || !address) throw new Error('the sandbox does not listen')
    // The answer goes out first; then nobody gets in until the time is over.
    setTimeout(() => {
      app.server.close()
      app.server.closeAllConnections()
      setTimeout(() => app.server.listen(address.port, address.address), ms)
    }, 20)
    return { downForMs: ms }
  })
  app.post('/_admin/reset', async () => {
    world.reset()
    return { deposit: world.ledger.deposit }
  })
}
