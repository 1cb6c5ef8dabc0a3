import { formatJakartaTime } from '../clock.js'
import { customerOf } from '../customers.js'
import type { AuthError } from '../http/authentication.js'
import type { Entry } from '../ledger/ledger.js'
import { postpaidMessage } from '../messages.js'
import type { SandboxState } from '../state.js'

export const envelope = (data: unknown) => ({ data, meta: [] })

/** Short response about the call, without a transaction. */
export const errorResponse = (rc: string) => ({ response_code: rc, message: postpaidMessage(rc) })

export const authErrorResponse = ({ rc, errorDetails }: AuthError) =>
  envelope(errorDetails ? { ...errorResponse(rc), error_details: errorDetails } : errorResponse(rc))

/** `desc` of a response without a bill, in the configured form. */
export function emptyDesc(state: SandboxState): Record<string, unknown> {
  const { emptyDesc: kind } = state.settings
  return kind === 'none' ? {} : { desc: kind === 'text' ? '' : [] }
}

export function nominalOf(entry: Entry): number {
  return entry.bills.reduce((sum, bill) => sum + bill.amount + bill.penalty, 0)
}

export function adminOf(entry: Entry): number {
  return entry.bills.reduce((sum, bill) => sum + bill.admin, 0)
}

/** A bill as inquiry, payment and status query return it. */
export function billResponse(state: SandboxState, entry: Entry): Record<string, unknown> {
  const isPaid = entry.status === 1
  const nominal = nominalOf(entry)
  const admin = adminOf(entry)
  const periods = entry.bills.map(({ period }) => period)
  return {
    tr_id: entry.trId,
    code: entry.productCode,
    hp: entry.customerId,
    tr_name: customerOf(entry.customerId).name,
    period: periods.length > 1 ? `${periods[0]},${periods.at(-1)}` : (periods[0] ?? ''),
    nominal,
    admin,
    ref_id: entry.refId,
    price: nominal + admin,
    selling_price: nominal + admin - entry.commission,
    ...(isPaid
      ? {
          datetime: formatJakartaTime(entry.paidAt ?? entry.createdAt).replaceAll(/\D/g, ''),
          noref: Buffer.from(entry.refId).toString('hex').slice(-32).padStart(32, '0').toUpperCase(),
          balance: state.ledger.deposit,
        }
      : {}),
    desc: entry.productCode === 'PLNPOSTPAID' ? billDesc(entry, isPaid) : registrationDesc(entry),
  }
}

function billDesc(entry: Entry, isPaid: boolean): object {
  return {
    tarif: 'R1',
    daya: 900,
    lembar_tagihan: String(entry.bills.length),
    ...(isPaid ? { lembar_tagihan_sisa: entry.remaining } : {}),
    tagihan: {
      detail: entry.bills.map((bill) => ({
        ...(isPaid ? { meter_awal: '00012000', meter_akhir: '00012110' } : {}),
        periode: bill.period,
        nilai_tagihan: String(bill.amount),
        admin: String(bill.admin),
        denda: String(bill.penalty),
        total: bill.amount + bill.admin + bill.penalty,
      })),
    },
  }
}

const registrationDesc = (entry: Entry) => ({
  transaksi: 'PENYAMBUNGAN BARU',
  no_registrasi: entry.customerId,
  tanggal_registrasi: '20240701',
})
