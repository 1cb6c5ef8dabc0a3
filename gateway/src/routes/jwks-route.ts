import { type AccessTokenKey, publicJwks } from '@setrum/identity'
import type { FastifyInstance } from 'fastify'

/** `GET /.well-known/jwks.json`: the public keys of access tokens, for whoever verifies them elsewhere. */
export function jwksRoute(app: FastifyInstance, keys: readonly AccessTokenKey[]): void {
  const body = publicJwks(keys)
  app.get('/.well-known/jwks.json', async (_request, reply) =>
    reply.header('cache-control', 'public, max-age=300').send(body),
  )
}
