import { setTimeout as sleep } from 'node:timers/promises'
import { request } from 'undici'
import type { Entry } from './ledger.js'
import { behaviourOf } from './magic-number.js'
import { prepaidMessage } from './messages.js'
import type { World } from './world.js'

/** How late a late callback is (fault 4003): long after polling has settled the sale. */
const LATE_MS = 8_000

type Fields = Record<string, string | number>

/** Sends the callback of a settled transaction, with the faults of section 11.4 that its meter asks for. */
export async function sendCallbacks(world: World, entry: Entry): Promise<void> {
  const behaviour = behaviourOf('prepaid', entry.customerId)
  const fault = behaviour.kind === 'callback-fault' ? behaviour.fault : null
  const right = fieldsOf(world, entry)
  const other = { ...right, status: entry.status === 1 ? '2' : '1', rc: entry.status === 1 ? '07' : '00' }
  switch (fault) {
    case '4001':
      await post(world, json(right))
      await Promise.all(Array.from({ length: 5 }, () => post(world, json(right))))
      return
    case '4003':
      await sleep(LATE_MS)
      await post(world, json(right))
      return
    case '4004':
    case '4005':
      await post(world, json(right))
      await post(world, json(other))
      return
    case '4006': {
      const { sign: _missing, ...unsigned } = right
      await post(world, json({ ...right, sign: 'f'.repeat(32) }))
      await post(world, json(unsigned))
      await post(world, json({ ...right, sign: String(right.sign).toUpperCase() }))
      return
    }
    case '4007':
      await post(
        world,
        json({
          ...other,
          price: '1',
          customer_id: '99999999999',
          tr_id: '1',
          sn: '9999-9999-9999-9999-9999/X/R1/900/1',
        }),
      )
      return
    case '4008':
      await post(world, json({ ...right, ref_id: 'INV9999999999999999', sign: world.sign('INV9999999999999999') }))
      return
    case '4009':
      return
    case '4010': {
      const { sn: _without, ...rest } = right
      await post(world, json(rest))
      return
    }
    case '4011': {
      const { product_code, customer_id, ...rest } = right
      await post(world, json({ ...rest, code: product_code ?? '', hp: customer_id ?? '' }))
      return
    }
    case '4012':
      await post(world, `<mp><ref_id>${entry.refId}</ref_id><status>${entry.status}</status></mp>`, 'application/xml')
      return
    case '4013':
      await post(world, json({ ...right, status: entry.status, price: entry.price, tr_id: entry.trId }))
      return
    case '4014':
      for (const body of ['{"data": {"ref_id":', '', `{"data":"${'x'.repeat(1_000_000)}"}`]) await post(world, body)
      return
    case '4015':
      await post(world, json(right), 'application/json', { 'x-forwarded-for': '52.220.38.194' })
      return
    case '4017':
      // The first waits until the second has come, then follows it.
      if (world.heldCallback) {
        await post(world, json(right))
        world.heldCallback()
        world.heldCallback = null
      } else {
        world.heldCallback = () => void post(world, json(right))
      }
      return
    case '4018':
      await post(world, json({ ...right, status: '0', rc: '39' }))
      return
    default:
      await post(world, json(right))
  }
}

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

const json = (fields: Fields) => JSON.stringify({ data: fields })

/** Sends one callback; again so often as the settings say when the receiver does not answer 200. */
export async function post(
  world: World,
  body: string,
  contentType = 'application/json',
  headers: Record<string, string> = {},
): Promise<void> {
  for (let attempt = 0; attempt <= world.settings.callbackRetries; attempt += 1) {
    try {
      const response = await request(world.options.callbackUrl, {
        method: 'POST',
        headers: { 'content-type': contentType, ...headers },
        body,
        signal: AbortSignal.timeout(5_000),
      })
      await response.body.dump()
      // A refusal is an answer; only a receiver that is ill is tried again.
      if (response.statusCode < 500) return
    } catch (err) {
      world.options.logger.debug({ err }, 'a callback was not taken')
    }
    await sleep(1_000 * (attempt + 1))
  }
}
