import { type Audience, IDENTITY_HEADER, type Viewer, verifyIdentity } from '@setrum/identity'
import type { FastifyRequest } from 'fastify'

/**
 * The viewer of a request between our own services.
 * @param content the signed content: the body, or method and URL without a body
 * @returns null without a valid identity for this subgraph and this content
 */
export function readViewer(
  request: FastifyRequest,
  expected: { audience: Audience; content: string | Buffer; secret: string },
): Viewer | null {
  const identity = request.headers[IDENTITY_HEADER]
  return typeof identity === 'string' ? verifyIdentity(identity, expected) : null
}
