/** The name of an operation in the manifest of those that this app sends. @throws Error when it has none */
export function hashOf(document: object): string {
  const { __meta__: meta } = document as { __meta__?: { hash: string } }
  if (!meta) throw new Error('an operation that is not in the manifest')
  return meta.hash
}
