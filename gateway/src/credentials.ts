import type { FastifyRequest } from 'fastify'
import type { Credentials } from './auth.js'

/** What a request says of who makes it. */
export function credentialsOf({ headers, ip }: FastifyRequest): Credentials {
  const site = headers['sec-fetch-site']
  return {
    authorization: headers.authorization,
    cookie: headers.cookie,
    host: headers.host,
    origin: headers.origin,
    secFetchSite: Array.isArray(site) ? site[0] : site,
    address: ip,
  }
}
