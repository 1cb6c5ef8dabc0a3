import type { FastifyReply, FastifyRequest } from 'fastify'
import { formatJakartaTime } from '../clock.js'
import { customerOf } from '../customers.js'
import { pdfOf } from '../http/respond.js'
import type { SandboxState } from '../state.js'
import { envelope, errorResponse, transactionResponse } from './responses.js'

/** The receipt of a token: PDF, or JSON with `/1`. Requires no signature. */
export function receipt(
  state: SandboxState,
  request: FastifyRequest<{ Params: { trId: string } }>,
  reply: FastifyReply,
) {
  const entry = state.ledger.findByTrId(Number(request.params.trId))
  if (entry?.kind !== 'prepaid') return reply.send(envelope(errorResponse('06')))
  if (entry.status !== 1) return reply.send(envelope({ ...errorResponse(entry.rc), status: entry.status }))
  if (!request.url.endsWith('/1')) return reply.type('application/pdf').send(pdfOf(entry.refId))
  const { balance: _removed, ...response } = transactionResponse(state, entry)
  return reply.send(
    envelope({
      ...response,
      sn: entry.serialNumber,
      date: formatJakartaTime(entry.paidAt ?? entry.createdAt),
      name: customerOf(entry.customerId).name,
      admin_fee: 0,
    }),
  )
}
