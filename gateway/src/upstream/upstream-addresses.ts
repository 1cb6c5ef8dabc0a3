import { BalancedPool, type Dispatcher, Pool } from 'undici'

/**
 * Creates pooled connections to one or several instances. The balancer sends fewer calls to an instance that breaks
 * connections, down to one in a hundred, until it connects again.
 * @param url one URL, or several separated by commas
 */
export function createDispatcher(url: string, options: Pool.Options): Dispatcher {
  const [origin = '', ...others] = parseAddresses(url).map((address) => address.origin)
  return others.length === 0 ? new Pool(origin, options) : new BalancedPool([origin, ...others], options)
}

/** @throws TypeError for an invalid URL, or without any */
export function parseAddresses(url: string): URL[] {
  const parts = url.split(',').map((part) => part.trim())
  const addresses = parts.filter((part) => part !== '').map(parseAddress)
  if (addresses.length === 0) throw new TypeError('no address')
  return addresses
}

function parseAddress(text: string): URL {
  const address = new URL(text)
  // `users:4001` parses as a URL too.
  if (!/^https?:$/.test(address.protocol)) throw new TypeError(`${text} is not an HTTP URL`)
  return address
}
