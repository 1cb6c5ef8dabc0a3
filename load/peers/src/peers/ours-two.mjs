// Two of our gateways on one port, by Node's cluster. Only its rates count: the CPU time of the workers is not measured.
import cluster from 'node:cluster'
import { createAccessTokenJwks } from '../../../../packages/identity/dist/index.js'

if (cluster.isPrimary) {
  process.env.ACCESS_TOKEN_JWKS = createAccessTokenJwks()
  for (let count = 0; count < 2; count += 1) cluster.fork().once('message', (message) => process.send?.(message))
} else {
  await import('./ours.mjs')
}
