import { customerOf } from '../customers.js'
import { behaviourOf } from '../faults/test-numbers.js'
import type { Entry } from '../ledger/ledger.js'
import { prepaidMessage } from '../messages.js'
import type { SandboxState } from '../state.js'
import { errorResponse, transactionResponse } from './responses.js'

type Data = Record<string, unknown>

/** The customer of a meter. */
export function inquire(customerId: string): Data {
  const behaviour = behaviourOf('prepaid', customerId)
  const rc = behaviour.kind === 'unknown-number' ? '14' : behaviour.kind === 'inquiry-refused' ? behaviour.rc : '00'
  if (rc !== '00') return { status: '2', customer_id: customerId, message: prepaidMessage(rc), rc }
  const { name, meterNumber, subscriberId, segmentPower } = customerOf(customerId)
  return {
    status: '1',
    customer_id: customerId,
    meter_no: meterNumber,
    subscriber_id: subscriberId,
    name,
    segment_power: segmentPower,
    message: prepaidMessage('00'),
    rc,
  }
}

/** The tokens of the price list; product types other than `pln` are empty. */
export function listProducts(state: SandboxState, type: string | undefined, status: unknown): Data {
  const requestedStatus = String(status ?? 'all').replace('-', ' ')
  const pricelist = (type === undefined || type === 'pln' ? state.priceList.prepaid : [])
    .map((row) => ({
      product_code: row.code,
      product_description: 'PLN',
      product_nominal: String(row.nominal),
      product_details: '-',
      product_price: row.price,
      product_type: 'pln',
      active_period: '0',
      status: row.active ? 'active' : 'non active',
      icon_url: 'https://cdn.example/pln.png',
      product_category: 'pln',
    }))
    .filter((row) => requestedStatus === 'all' || row.status === requestedStatus)
  return { pricelist, rc: '00', message: 'SUCCESS' }
}

/** The status of a token purchase. */
export function checkStatus(state: SandboxState, entry: Entry | undefined): Data {
  if (entry?.kind !== 'prepaid') return errorResponse('06')
  entry.polls += 1
  if (entry.hiddenPolls > 0) {
    entry.hiddenPolls -= 1
    return errorResponse('06')
  }
  if (entry.brokenPolls > 0) {
    entry.brokenPolls -= 1
    return errorResponse(entry.brokenPolls === 1 ? '204' : '110')
  }
  return transactionResponse(state, entry)
}
