import { BalancedPool, type Dispatcher, Pool } from 'undici'

/**
 * Kept-alive connections for what is not GraphQL: to one address, or in turn to several instances of it. An instance that breaks
 * connections gets fewer and fewer calls, down to one in a hundred, until connecting to it works again.
 * @param url one address, or several with commas between
 */
export function poolTo(url: string, options: Pool.Options): Dispatcher {
  const [origin = '', ...others] = addressesOf(url).map((address) => address.origin)
  return others.length === 0 ? new Pool(origin, options) : new BalancedPool([origin, ...others], options)
}

/** @throws TypeError when one of them is no address, or when there is none */
export function addressesOf(url: string): URL[] {
  const parts = url.split(',').map((part) => part.trim())
  const addresses = parts.filter((part) => part !== '').map(addressOf)
  if (addresses.length === 0) throw new TypeError('no address')
  return addresses
}

function addressOf(text: string): URL {
  const address = new URL(text)
  // `users:4001` is a URL, too.
  if (!/^https?:$/.test(address.protocol)) throw new TypeError(`${text} is no address by HTTP`)
  return address
}
