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
