// Two gateway workers on one port (Node's cluster). Only the rates are valid: the measured CPU time excludes the workers.
import cluster from 'node:cluster'
import { createAccessTokenJwks } from '../../../../packages/identity/dist/index.js'

if (cluster.isPrimary) {
  process.env.ACCESS_TOKEN_JWKS = createAccessTokenJwks()
  for (let count = 0; count < 2; count += 1) cluster.fork().once('message', (message) => process.send?.(message))
} else {
  await import('./ours.mjs')
}
