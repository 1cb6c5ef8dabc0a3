import type { Entry } from './ledger.js'
import { behaviourOf } from './magic-number.js'
import { prepaidMessage } from './messages.js'
import type { World } from './world.js'

export type Fields = Record<string, string | number>

const NEVER_ISSUED = 'INV9999999999999999'
/** Not on any list of the biller's addresses; the whole of 127/8 is this machine. */
const STRANGE_ADDRESS = '127.0.0.9'

/** One callback as the reference has it: all values are strings. */
export function fieldsOf(world: World, entry: Entry): Fields {
  return {
    ref_id: entry.refId,
    status: String(entry.status),
    product_code: entry.productCode,
    customer_id: entry.customerId,
    price: String(entry.price),
    message: prepaidMessage(entry.rc),
    ...(entry.serialNumber ? { sn: entry.serialNumber } : {}),
    balance: String(world.ledger.deposit),
    tr_id: String(entry.trId),
    rc: entry.rc,
    sign: world.sign(entry.refId),
  }
}

/** Sends the callback of a settled transaction, with the fault of section 11.4 that its meter asks for. */
export async function sendCallbacks(world: World, entry: Entry): Promise<void> {
  const behaviour = behaviourOf('prepaid', entry.customerId)
  const fault = behaviour.kind === 'callback-fault' ? behaviour.fault : ''
  const send = FAULTS[fault]
  if (send) await send(world, entry)
  else await post(world, fieldsOf(world, entry))
}

const post = (world: World, fields: Fields) => world.callbacks.post({ body: JSON.stringify({ data: fields }) })

/** The contrary of what happened, as the biller would say it. */
function contrary(world: World, entry: Entry): Fields {
  const { sn: _none, ...right } = fieldsOf(world, entry)
  return entry.status === 1
    ? { ...right, status: '2', rc: '07', message: 'FAILED' }
    : { ...right, status: '1', rc: '00', message: 'SUCCESS', sn: '9999-9999-9999-9999-9999/X/R1 /000000900/1.0' }
}

async function rightThenContrary(world: World, entry: Entry): Promise<void> {
  await post(world, fieldsOf(world, entry))
  await post(world, contrary(world, entry))
}

const FAULTS: Readonly<Record<string, (world: World, entry: Entry) => Promise<void>>> = {
  '4001': async (world, entry) => {
    const right = fieldsOf(world, entry)
    await post(world, right)
    await post(world, right)
    await Promise.all(Array.from({ length: 5 }, () => post(world, right)))
  },
  '4003': async (world, entry) => {
    await world.callbacks.wait(world.settings.lateCallbackMs)
    await post(world, fieldsOf(world, entry))
  },
  '4004': rightThenContrary,
  '4005': rightThenContrary,
  '4006': async (world, entry) => {
    const { sign, ...unsigned } = fieldsOf(world, entry)
    await post(world, { ...unsigned, sign: 'f'.repeat(32) })
    await post(world, unsigned)
    await post(world, { ...unsigned, sign: String(sign).toUpperCase() })
  },
  '4007': (world, entry) =>
    post(world, {
      ...contrary(world, entry),
      price: '1',
      customer_id: '99999999999',
      tr_id: '1',
      sn: '9999/X/R1/900/1',
    }),
  '4008': async (world, entry) => {
    await post(world, { ...fieldsOf(world, entry), ref_id: NEVER_ISSUED, sign: world.sign(NEVER_ISSUED) })
    await post(world, fieldsOf(world, entry))
  },
  '4009': async () => undefined,
  '4010': async (world, entry) => {
    const { sn: _without, ...rest } = fieldsOf(world, entry)
    await post(world, rest)
  },
  '4011': async (world, entry) => {
    const { product_code = '', customer_id = '', ...rest } = fieldsOf(world, entry)
    await post(world, { ...rest, code: product_code, hp: customer_id })
  },
  '4012': async (world, entry) => {
    const members = Object.entries(fieldsOf(world, entry)).map(([name, value]) => `<${name}>${value}</${name}>`)
    await world.callbacks.post({ body: `<mp>${members.join('')}</mp>`, contentType: 'application/xml' })
  },
  '4013': (world, entry) =>
    post(world, {
      ...fieldsOf(world, entry),
      status: entry.status,
      price: entry.price,
      balance: world.ledger.deposit,
      tr_id: entry.trId,
    }),
  '4014': async (world) => {
    const bodies = ['{"data": {"ref_id":', '', JSON.stringify({ data: 'x'.repeat(1_000_000) })]
    for (const body of bodies) await world.callbacks.post({ body })
  },
  '4015': async (world, entry) => {
    const body = JSON.stringify({ data: fieldsOf(world, entry) })
    await world.callbacks.post({ body, from: STRANGE_ADDRESS })
    await world.callbacks.post({ body, from: STRANGE_ADDRESS, headers: { 'x-forwarded-for': '52.220.38.194' } })
  },
  // The first waits until the second has come, then follows it.
  '4017': async (world, entry) => {
    const held = world.heldCallback
    if (!held) {
      world.heldCallback = () => post(world, fieldsOf(world, entry))
      return
    }
    world.heldCallback = null
    await post(world, fieldsOf(world, entry))
    await held()
  },
  '4018': async (world, entry) => {
    await post(world, { ...fieldsOf(world, entry), status: '0', rc: '39', message: 'PROCESS' })
    await post(world, fieldsOf(world, entry))
  },
}
