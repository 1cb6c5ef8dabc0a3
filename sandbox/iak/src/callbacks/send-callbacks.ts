import { behaviourOf } from '../faults/test-numbers.js'
import type { Entry } from '../ledger/ledger.js'
import { prepaidMessage } from '../messages.js'
import type { SandboxState } from '../state.js'

export type Fields = Record<string, string | number>

const UNKNOWN_REF_ID = 'INV9999999999999999'
/** An address that is not on the biller's list; all of 127/8 is this machine. */
const UNLISTED_ADDRESS = '127.0.0.9'

/** The fields of a callback as in the reference: all values are strings. */
export function callbackFields(state: SandboxState, entry: Entry): Fields {
  return {
    ref_id: entry.refId,
    status: String(entry.status),
    product_code: entry.productCode,
    customer_id: entry.customerId,
    price: String(entry.price),
    message: prepaidMessage(entry.rc),
    ...(entry.serialNumber ? { sn: entry.serialNumber } : {}),
    balance: String(state.ledger.deposit),
    tr_id: String(entry.trId),
    rc: entry.rc,
    sign: state.sign(entry.refId),
  }
}

/** Sends the callback of a settled transaction, with the fault of section 11.4 that its test number selects. */
export async function sendCallbacks(state: SandboxState, entry: Entry): Promise<void> {
  const behaviour = behaviourOf('prepaid', entry.customerId)
  const fault = behaviour.kind === 'callback-fault' ? behaviour.fault : ''
  const send = FAULTS[fault]
  if (send) await send(state, entry)
  else await post(state, callbackFields(state, entry))
}

const post = (state: SandboxState, fields: Fields) => state.callbacks.post({ body: JSON.stringify({ data: fields }) })

/** The callback of the opposite result. */
function contradictingFields(state: SandboxState, entry: Entry): Fields {
  const { sn: _removed, ...fields } = callbackFields(state, entry)
  return entry.status === 1
    ? { ...fields, status: '2', rc: '07', message: 'FAILED' }
    : { ...fields, status: '1', rc: '00', message: 'SUCCESS', sn: '9999-9999-9999-9999-9999/X/R1 /000000900/1.0' }
}

async function sendThenContradict(state: SandboxState, entry: Entry): Promise<void> {
  await post(state, callbackFields(state, entry))
  await post(state, contradictingFields(state, entry))
}

const FAULTS: Readonly<Record<string, (state: SandboxState, entry: Entry) => Promise<void>>> = {
  '4001': async (state, entry) => {
    const fields = callbackFields(state, entry)
    await post(state, fields)
    await post(state, fields)
    await Promise.all(Array.from({ length: 5 }, () => post(state, fields)))
  },
  '4003': async (state, entry) => {
    await state.callbacks.wait(state.settings.lateCallbackMs)
    await post(state, callbackFields(state, entry))
  },
  '4004': sendThenContradict,
  '4005': sendThenContradict,
  '4006': async (state, entry) => {
    const { sign, ...unsigned } = callbackFields(state, entry)
    await post(state, { ...unsigned, sign: 'f'.repeat(32) })
    await post(state, unsigned)
    await post(state, { ...unsigned, sign: String(sign).toUpperCase() })
  },
  '4007': (state, entry) =>
    post(state, {
      ...contradictingFields(state, entry),
      price: '1',
      customer_id: '99999999999',
      tr_id: '1',
      sn: '9999/X/R1/900/1',
    }),
  '4008': async (state, entry) => {
    await post(state, { ...callbackFields(state, entry), ref_id: UNKNOWN_REF_ID, sign: state.sign(UNKNOWN_REF_ID) })
    await post(state, callbackFields(state, entry))
  },
  '4009': async () => undefined,
  '4010': async (state, entry) => {
    const { sn: _removed, ...rest } = callbackFields(state, entry)
    await post(state, rest)
  },
  '4011': async (state, entry) => {
    const { product_code = '', customer_id = '', ...rest } = callbackFields(state, entry)
    await post(state, { ...rest, code: product_code, hp: customer_id })
  },
  '4012': async (state, entry) => {
    const members = Object.entries(callbackFields(state, entry)).map(([name, value]) => `<${name}>${value}</${name}>`)
    await state.callbacks.post({ body: `<mp>${members.join('')}</mp>`, contentType: 'application/xml' })
  },
  '4013': (state, entry) =>
    post(state, {
      ...callbackFields(state, entry),
      status: entry.status,
      price: entry.price,
      balance: state.ledger.deposit,
      tr_id: entry.trId,
    }),
  '4014': async (state) => {
    const bodies = ['{"data": {"ref_id":', '', JSON.stringify({ data: 'x'.repeat(1_000_000) })]
    for (const body of bodies) await state.callbacks.post({ body })
  },
  '4015': async (state, entry) => {
    const body = JSON.stringify({ data: callbackFields(state, entry) })
    await state.callbacks.post({ body, localAddress: UNLISTED_ADDRESS })
    await state.callbacks.post({
      body,
      localAddress: UNLISTED_ADDRESS,
      headers: { 'x-forwarded-for': '52.220.38.194' },
    })
  },
  // Hold the first callback and send it after the second.
  '4017': async (state, entry) => {
    const held = state.heldCallback
    if (!held) {
      state.heldCallback = () => post(state, callbackFields(state, entry))
      return
    }
    state.heldCallback = null
    await post(state, callbackFields(state, entry))
    await held()
  },
  '4018': async (state, entry) => {
    await post(state, { ...callbackFields(state, entry), status: '0', rc: '39', message: 'PROCESS' })
    await post(state, callbackFields(state, entry))
  },
}
