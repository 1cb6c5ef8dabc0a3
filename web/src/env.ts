import 'server-only'

/** The gateway's address, read at run time: the build knows no port. `start.mjs` has checked and completed it. */
export function gatewayUrl(): string {
  return process.env.GATEWAY_URL || `http://127.0.0.1:${process.env.GATEWAY_PORT || 4000}`
}
