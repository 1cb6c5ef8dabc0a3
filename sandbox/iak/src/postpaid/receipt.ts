import type { FastifyReply, FastifyRequest } from 'fastify'
import { customerOf } from '../customer.js'
import type { Entry } from '../ledger.js'
import { postpaidMessage } from '../messages.js'
import { pdfOf } from '../pdf.js'
import { timeOf } from '../time-of.js'
import type { World } from '../world.js'
import { adminOf, envelope, nominalOf } from './answers.js'

/** The receipt of a paid bill: PDF, or with `/1` as labelled texts. Its errors are XML. It carries no signature. */
export function receipt(world: World, request: FastifyRequest<{ Params: { trId: string } }>, reply: FastifyReply) {
  const entry = world.ledger.findByTrId(Number(request.params.trId))
  if (entry?.kind !== 'postpaid' || entry.status !== 1) {
    return reply
      .type('application/xml')
      .send(`<mp><response_code>06</response_code><message>${postpaidMessage('06')}</message></mp>`)
  }
  if (!request.url.endsWith('/1')) return reply.type('application/pdf').send(pdfOf(entry.refId))
  return reply.send(envelope(labelled(entry)))
}

/** A receipt as JSON, the way the biller labels it. */
export function labelled(entry: Entry, header = 'STRUK PEMBAYARAN TAGIHAN LISTRIK'): Record<string, string> {
  return {
    HEADER: header,
    'NO REFERENSI': entry.refId,
    TANGGAL: timeOf(entry.paidAt ?? entry.createdAt),
    'NO. RESI': String(entry.trId),
    'NAMA PRODUK': entry.productCode,
    'ID PELANGGAN': entry.customerId,
    NAMA: customerOf(entry.customerId).name,
    'JUMLAH TAGIHAN': rupiah(nominalOf(entry)),
    ADMIN: rupiah(adminOf(entry)),
  }
}

const rupiah = (amount: number) => `Rp ${String(amount).replaceAll(/\B(?=(\d{3})+$)/g, '.')}`
