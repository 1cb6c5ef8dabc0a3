import type { FastifyReply, FastifyRequest } from 'fastify'
import { customerOf } from '../customer.js'
import { pdfOf } from '../pdf.js'
import { timeOf } from '../time-of.js'
import type { World } from '../world.js'
import { answerOf, envelope, refusal } from './answers.js'

/** The receipt of a token: PDF, or with `/1` as data. It carries no signature. */
export function receipt(world: World, request: FastifyRequest<{ Params: { trId: string } }>, reply: FastifyReply) {
  const entry = world.ledger.findByTrId(Number(request.params.trId))
  if (entry?.kind !== 'prepaid') return reply.send(envelope(refusal('06')))
  if (entry.status !== 1) return reply.send(envelope({ ...refusal(entry.rc), status: entry.status }))
  if (!request.url.endsWith('/1')) return reply.type('application/pdf').send(pdfOf(entry.refId))
  const { balance: _own, ...answer } = answerOf(world, entry)
  return reply.send(
    envelope({
      ...answer,
      sn: entry.serialNumber,
      date: timeOf(entry.paidAt ?? entry.createdAt),
      name: customerOf(entry.customerId).name,
      admin_fee: 0,
    }),
  )
}
