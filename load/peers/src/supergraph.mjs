import { readFileSync } from 'node:fs'

/** What the runner passes to a peer: port, subgraph URLs, and the supergraph with these URLs. */
export function readPeerEnv() {
  const { PEER_PORT, SUBGRAPH_URLS, SUPERGRAPH_PATH } = process.env
  return { port: Number(PEER_PORT), urls: JSON.parse(SUBGRAPH_URLS), supergraphPath: SUPERGRAPH_PATH }
}

export const readSupergraph = () => readFileSync(readPeerEnv().supergraphPath, 'utf8')
