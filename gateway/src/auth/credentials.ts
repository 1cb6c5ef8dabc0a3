import type { FastifyRequest } from 'fastify'

/** Request headers and address that identify the caller. */
export interface Credentials {
  authorization: string | undefined
  /** `X-Api-Key`, for programs that cannot set `Authorization`. */
  apiKey: string | undefined
  cookie: string | undefined
  host: string | undefined
  origin: string | undefined
  secFetchSite: string | undefined
  /** Network address of the client. */
  address: string
}

/** Reads the credentials of a request. */
export function readCredentials({ headers, ip }: FastifyRequest): Credentials {
  const site = headers['sec-fetch-site']
  const apiKey = headers['x-api-key']
  return {
    authorization: headers.authorization,
    apiKey: Array.isArray(apiKey) ? apiKey[0] : apiKey,
    cookie: headers.cookie,
    host: headers.host,
    origin: headers.origin,
    secFetchSite: Array.isArray(site) ? site[0] : site,
    address: ip,
  }
}
