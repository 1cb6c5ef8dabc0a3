import 'server-only'
import { BUSINESS_TIME_ZONE } from '@setrum/units'

/** The gateway's address, read at run time: the build knows no port. `start.mjs` has checked and completed it. */
export function gatewayUrl(): string {
  return process.env.GATEWAY_URL || `http://127.0.0.1:${process.env.GATEWAY_PORT || 4000}`
}

/** Where the counter stands, as every service of the system reads it: the pages get it with their language. */
export function businessTimeZone(): string {
  return process.env.BUSINESS_TIME_ZONE || BUSINESS_TIME_ZONE
}
