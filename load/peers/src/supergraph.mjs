import { readFileSync } from 'node:fs'

/** The committed supergraph with the subgraph URLs of this run. */
export function supergraphSdl(urls) {
  const sdl = readFileSync(new URL('../../../supergraph.graphql', import.meta.url), 'utf8')
  return sdl.replace(/@join__graph\(name: "(\w+)", url: "[^"]*"\)/g, (_all, name) => {
    return `@join__graph(name: "${name}", url: "${urls[name]}")`
  })
}

/** Port and subgraph URLs, which the runner passes to a peer. */
export function readPeerEnv() {
  const { PEER_PORT, USERS_URL, MASTER_URL, TRANSACTIONS_URL } = process.env
  return {
    port: Number(PEER_PORT),
    urls: { users: USERS_URL, master: MASTER_URL, transactions: TRANSACTIONS_URL },
  }
}
