import type { FastifyReply, FastifyRequest } from 'fastify'
import { formatJakartaTime } from '../clock.js'
import { customerOf } from '../customers.js'
import { pdfOf } from '../http/respond.js'
import type { Entry } from '../ledger/ledger.js'
import { postpaidMessage } from '../messages.js'
import type { SandboxState } from '../state.js'
import { adminOf, envelope, nominalOf } from './responses.js'

/** The receipt of a paid bill: PDF, or JSON with `/1`. Errors are XML. Requires no signature. */
export function receipt(
  state: SandboxState,
  request: FastifyRequest<{ Params: { trId: string } }>,
  reply: FastifyReply,
) {
  const entry = state.ledger.findByTrId(Number(request.params.trId))
  if (entry?.kind !== 'postpaid' || entry.status !== 1) {
    return reply
      .type('application/xml')
      .send(`<mp><response_code>06</response_code><message>${postpaidMessage('06')}</message></mp>`)
  }
  if (!request.url.endsWith('/1')) return reply.type('application/pdf').send(pdfOf(entry.refId))
  return reply.send(envelope(labelledReceipt(entry)))
}

/** A receipt as JSON with the biller's labels. */
export function labelledReceipt(entry: Entry, header = 'STRUK PEMBAYARAN TAGIHAN LISTRIK'): Record<string, string> {
  return {
    HEADER: header,
    'NO REFERENSI': entry.refId,
    TANGGAL: formatJakartaTime(entry.paidAt ?? entry.createdAt),
    'NO. RESI': String(entry.trId),
    'NAMA PRODUK': entry.productCode,
    'ID PELANGGAN': entry.customerId,
    NAMA: customerOf(entry.customerId).name,
    'JUMLAH TAGIHAN': rupiah(nominalOf(entry)),
    ADMIN: rupiah(adminOf(entry)),
  }
}

const rupiah = (amount: number) => `Rp ${String(amount).replaceAll(/\B(?=(\d{3})+$)/g, '.')}`
