import 'server-only'
import { BUSINESS_TIME_ZONE } from '@setrum/units'

/** The gateway's address, read at run time. `start.mjs` has validated it and filled in the default. */
export function gatewayUrl(): string {
  return process.env.GATEWAY_URL || `http://127.0.0.1:${process.env.GATEWAY_PORT || 4000}`
}

/** The time zone of the counter, the same variable as in every service. */
export function businessTimeZone(): string {
  return process.env.BUSINESS_TIME_ZONE || BUSINESS_TIME_ZONE
}
