import { addDays } from '@setrum/units'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { customerOf } from './customer.js'
import type { Bill, Entry } from './ledger.js'
import { type Behaviour, behaviourOf } from './magic-number.js'
import { postpaidMessage } from './messages.js'
import { NON_TAGLIS_COMMISSION, NON_TAGLIS_FEE, POSTPAID_COMMISSION, POSTPAID_FEE } from './price-list.js'
import { settle } from './settle.js'
import { answerWithFault, isWorkDone } from './transport-fault.js'
import type { World } from './world.js'

type Body = Record<string, unknown>
/** The biller takes at most four bills in one payment; the rest is for the next inquiry. */
const BILLS_A_PAYMENT = 4
/** Refusals of a payment after which the bill is as unpaid as before. */
const LEAVES_UNPAID = new Set(['01', '02', '34', '40', '17', '106', '109', '110'])

/** Postpaid API v1: one endpoint for everything, told apart by `commands`; receipts beside it. */
export function postpaidRoutes(app: FastifyInstance, world: World): void {
  for (const path of ['/api/v1/bill/check', '/api/v1/bill/check/', '/api/v1/bill/check/:type']) {
    app.post(path, async (request, reply) => dispatch(world, request.body as Body | null, reply))
  }
  app.get('/api/v1/download/:trId', async (request, reply) => receipt(world, request, reply))
  app.get('/api/v1/download/:trId/1', async (request, reply) => receipt(world, request, reply))
}

async function dispatch(world: World, body: Body | null, reply: FastifyReply): Promise<FastifyReply> {
  if (typeof body !== 'object' || body === null) return reply.send(envelope({ ...refuse('107') }))
  const command = String(body.commands)
  const subject = {
    'pricelist-pasca': 'pl',
    'inq-pasca': String(body.ref_id),
    'pay-pasca': String(body.tr_id),
    checkstatus: 'cs',
  }[command]
  if (subject === undefined) return reply.send(envelope(refuse('101')))
  const required =
    { 'inq-pasca': ['code', 'hp', 'ref_id'], 'pay-pasca': ['tr_id'], checkstatus: ['ref_id'] }[command] ?? []
  const missing = ['username', 'sign', ...required].filter((name) => body[name] === undefined || body[name] === '')
  if (missing.length > 0) {
    const error_details = Object.fromEntries(missing.map((name) => [name, ['required']]))
    return reply.code(400).send(envelope({ ...refuse('107'), error_details }))
  }
  if (body.username !== world.options.username || body.sign !== world.sign(subject))
    return reply.send(envelope(refuse('100')))
  if (world.settings.refusesAddress) return reply.send(envelope(refuse('102')))
  if (world.settings.suspended) return reply.send(envelope(refuse('118')))
  if (world.settings.maintenance) return reply.send(envelope(refuse('110')))

  const { fault, work } = worker(world, command, body)
  const used = world.takeFault(command) ?? fault
  const answer = envelope(used && !isWorkDone(used) ? {} : work())
  return used ? answerWithFault(reply, used, answer) : reply.send(answer)
}

function worker(world: World, command: string, body: Body): { fault: string | null; work: () => object } {
  const entry =
    command === 'pay-pasca' ? world.ledger.findByTrId(Number(body.tr_id)) : world.ledger.find(String(body.ref_id))
  const behaviour = entry ? billBehaviour(entry.productCode, entry.customerId) : null
  switch (command) {
    case 'pricelist-pasca':
      return { fault: null, work: () => priceList(world) }
    case 'inq-pasca':
      return { fault: null, work: () => inquire(world, body) }
    case 'pay-pasca':
      return { fault: payFault(entry, behaviour), work: () => pay(world, entry, behaviour) }
    default:
      return { fault: statusFault(entry, behaviour), work: () => checkStatus(world, entry, behaviour) }
  }
}

function priceList(world: World): object {
  const row = (code: string, name: string, fee: number, komisi: number) => ({
    code,
    name,
    status: world.priceList.postpaidActive ? 1 : 4,
    fee,
    komisi,
    type: 'pln',
    category: 'postpaid',
  })
  return {
    pasca: [
      row('PLNPOSTPAID', 'PLN POSTPAID', POSTPAID_FEE, POSTPAID_COMMISSION),
      row(world.settings.nonTaglisCode, 'PLN NON TAGLIS', NON_TAGLIS_FEE, NON_TAGLIS_COMMISSION),
    ],
  }
}

function inquire(world: World, body: Body): object {
  const refId = String(body.ref_id)
  const number = String(body.hp)
  const code = String(body.code)
  if (!/^[A-Za-z0-9]+$/.test(refId)) return { ...refuse('03'), ref_id: refId }
  if (world.ledger.find(refId)) return { ...refuse('11'), ref_id: refId }
  if (code !== 'PLNPOSTPAID' && code !== world.settings.nonTaglisCode) return { ...refuse('20'), ref_id: refId }
  if (!world.priceList.postpaidActive) return { ...refuse('106'), ref_id: refId }
  if (world.isCutOff()) return { ...refuse('109'), ref_id: refId }
  const behaviour = billBehaviour(code, number)
  const rc = behaviour.kind === 'unknown-number' ? '14' : behaviour.kind === 'inquiry-refused' ? behaviour.rc : '00'
  const paidBefore = world.ledger.entries.filter((entry) => entry.customerId === number && entry.status === 1)
  const all = billsOf(world, code, number, behaviour)
  const left = all.slice(paidBefore.reduce((sum, entry) => sum + entry.bills.length, 0))
  const nothingLeft = rc === '00' && behaviour.kind === 'eight-bills' && left.length === 0
  const entry = world.ledger.add({
    refId,
    kind: 'postpaid',
    customerId: number,
    productCode: code,
    status: 0,
    rc: rc === '00' ? (nothingLeft ? '01' : '42') : rc,
    price: 0,
    createdAt: world.now(),
    settlesAt: null,
    settlesWith: '00',
    serialNumber: null,
    bills: left.slice(0, BILLS_A_PAYMENT),
    remaining: Math.max(0, left.length - BILLS_A_PAYMENT),
    commission:
      (code === 'PLNPOSTPAID' ? POSTPAID_COMMISSION : NON_TAGLIS_COMMISSION) * Math.min(left.length, BILLS_A_PAYMENT),
  })
  if (rc !== '00' || nothingLeft) {
    world.ledger.save(entry)
    return { ...refuse(nothingLeft ? '01' : rc), ref_id: refId, hp: number, code, desc: emptyDesc(world) }
  }
  entry.price = totalOf(entry) - entry.commission
  world.ledger.save(entry)
  return { ...billAnswer(world, entry, false), response_code: '00', message: postpaidMessage('00', 'INQUIRY SUCCESS') }
}

function pay(world: World, entry: Entry | undefined, behaviour: Behaviour | null): object {
  if (!entry || !behaviour || entry.kind !== 'postpaid' || entry.bills.length === 0) return refuse('06')
  entry.calls += 1
  world.ledger.save(entry)
  const answer = (rc: string) => ({
    ...billAnswer(world, entry, entry.status === 1),
    response_code: rc,
    message: postpaidMessage(rc),
  })
  if (entry.status === 1) return answer('01')
  if (entry.status === 3) return answer('39')
  if (entry.status === 2) return answer(entry.rc)
  if (world.day(entry.createdAt) !== world.day()) return answer('04')
  if (world.isCutOff()) return answer('109')
  if (world.ledger.deposit < entry.price) return answer('17')
  if (behaviour.kind === 'purchase-refused') return refusePayment(world, entry, behaviour.rc, answer)

  world.ledger.debit(entry)
  entry.status = 3
  entry.rc = '39'
  const later = { 'settles-later': true, 'pending-a-day': true, 'pending-for-ever': true, ambiguous: true }
  if (!(behaviour.kind in later)) {
    settle(world, entry, '00')
    return answer('00')
  }
  if (behaviour.kind === 'settles-later') schedule(world, entry, behaviour.rc, world.processingMs())
  if (behaviour.kind === 'pending-a-day') schedule(world, entry, '00', 24 * 3_600_000)
  if (behaviour.kind === 'ambiguous') {
    settle(world, entry, behaviour.truth === '00' ? '00' : '37')
    return { ...answer(behaviour.rc), noref: undefined, balance: undefined }
  }
  world.ledger.save(entry)
  return answer('39')
}

/** Refused at once: nothing is taken. 39 here is the biller's own "payment pending" number and waits to be forced. */
function refusePayment(world: World, entry: Entry, rc: string, answer: (rc: string) => object): object {
  if (rc === '39') {
    world.ledger.debit(entry)
    entry.status = 3
    entry.rc = '39'
  } else if (!LEAVES_UNPAID.has(rc)) {
    entry.status = 2
    entry.rc = rc
  }
  world.ledger.save(entry)
  return answer(rc)
}

function schedule(world: World, entry: Entry, rc: string, ms: number | null): void {
  entry.settlesWith = rc
  entry.settlesAt = ms === null ? null : world.now() + ms
}

function checkStatus(world: World, entry: Entry | undefined, behaviour: Behaviour | null): object {
  if (entry?.kind !== 'postpaid') return refuse('06')
  entry.polls += 1
  const hides = behaviour?.kind === 'transport-fault' && behaviour.fault === '3012' && entry.polls <= 3
  const status = hides ? 0 : entry.status
  const rc = { 0: '42', 1: '00', 2: entry.rc, 3: '39' }[status] ?? '201'
  return { ...billAnswer(world, entry, status === 1), status, response_code: rc, message: postpaidMessage(rc) }
}

function payFault(entry: Entry | undefined, behaviour: Behaviour | null): string | null {
  if (behaviour?.kind !== 'transport-fault' || ['3012', '3013'].includes(behaviour.fault)) return null
  // The first call never arrived; the second does.
  if (behaviour.fault === '3014') {
    if (!entry || entry.calls > 0) return null
    entry.calls += 1
  }
  return behaviour.fault
}

function statusFault(entry: Entry | undefined, behaviour: Behaviour | null): string | null {
  return behaviour?.kind === 'transport-fault' && behaviour.fault === '3013' && (entry?.polls ?? 3) < 3 ? '503' : null
}

function billBehaviour(code: string, number: string): Behaviour {
  return behaviourOf(code === 'PLNPOSTPAID' ? 'postpaid' : 'nonTaglis', number)
}

function billsOf(world: World, code: string, number: string, behaviour: Behaviour): Bill[] {
  if (code !== 'PLNPOSTPAID') return [{ period: '', amount: 696_400, admin: NON_TAGLIS_FEE, penalty: 0 }]
  const count = behaviour.kind === 'eight-bills' ? 8 : 1
  const base = 100_000 + (Number(number.slice(-4)) % 100) * 1_000
  let month = world.day().slice(0, 7)
  const periods = Array.from({ length: count }, () => {
    const period = month.replace('-', '')
    month = addDays(`${month}-01`, -1).slice(0, 7)
    return period
  }).reverse()
  // Older bills carry a penalty, the present month none.
  return periods.map((period, index) => ({
    period,
    amount: base + index * 1_500,
    admin: POSTPAID_FEE,
    penalty: index < count - 1 ? 3_000 : 0,
  }))
}

function totalOf(entry: Entry): number {
  return entry.bills.reduce((sum, bill) => sum + bill.amount + bill.admin + bill.penalty, 0)
}

function billAnswer(world: World, entry: Entry, isPaid: boolean): Record<string, unknown> {
  const nominal = entry.bills.reduce((sum, bill) => sum + bill.amount + bill.penalty, 0)
  const admin = entry.bills.reduce((sum, bill) => sum + bill.admin, 0)
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
          datetime: new Date((entry.paidAt ?? 0) + 7 * 3_600_000).toISOString().replace(/[-:T]/g, '').slice(0, 14),
          noref: entry.refId.padEnd(32, '0').toUpperCase(),
          balance: world.ledger.deposit,
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
        periode: bill.period,
        nilai_tagihan: String(bill.amount),
        admin: String(bill.admin),
        denda: String(bill.penalty),
        total: bill.amount + bill.admin + bill.penalty,
        ...(isPaid ? { meter_awal: '00012000', meter_akhir: '00012110' } : {}),
      })),
    },
  }
}

const registrationDesc = (entry: Entry) => ({
  transaksi: 'PENYAMBUNGAN BARU',
  no_registrasi: entry.customerId,
  tanggal_registrasi: '20240701',
})

function emptyDesc(world: World): unknown {
  return { none: undefined, text: '', list: [] }[world.settings.emptyDesc]
}

function receipt(world: World, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { trId } = request.params as { trId: string }
  const entry = world.ledger.findByTrId(Number(trId))
  if (entry?.kind !== 'postpaid' || entry.status !== 1) {
    return reply
      .type('application/xml')
      .send(`<mp><response_code>06</response_code><message>${postpaidMessage('06')}</message></mp>`)
  }
  if (!request.url.endsWith('/1'))
    return reply.type('application/pdf').send(Buffer.from(`%PDF-1.4\n% ${entry.refId}\n%%EOF\n`))
  return reply.send({
    data: { HEADER: 'STRUK PEMBAYARAN', 'NO REFERENSI': entry.refId, 'ID PELANGGAN': entry.customerId },
  })
}

const refuse = (rc: string) => ({ response_code: rc, message: postpaidMessage(rc) })
const envelope = (data: object) => ({ data, meta: [] })
