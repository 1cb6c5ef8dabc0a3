import { customerOf } from '../customer.js'
import { behaviourOf } from '../magic-number.js'
import { prepaidMessage } from '../messages.js'

/** Whose meter it is. Moves no money. */
export function inquiry(customerId: string): Record<string, unknown> {
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
