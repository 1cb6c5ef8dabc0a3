import type { FastifyRequest } from 'fastify'
import type { Credentials } from './authenticate.js'

/** What a request says of who makes it. */
export function credentialsOf({ headers, ip }: FastifyRequest): Credentials {
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
