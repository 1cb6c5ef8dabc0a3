import { type Audience, IDENTITY_HEADER, type Viewer, verifyIdentity } from '@setrum/identity'
import type { FastifyRequest } from 'fastify'
import { forbidden, unauthenticated } from './errors/domain-error.js'

export type Admin = Extract<Viewer, { role: 'ADMIN' }>
export type Employee = Extract<Viewer, { role: 'EMPLOYEE' }>
export type UserViewer = Admin | Employee

/** @throws UNAUTHENTICATED unless a user is signed in, FORBIDDEN for one of our own services */
export function requireUser(viewer: Viewer): UserViewer {
  if (viewer.role === 'ANONYMOUS') throw unauthenticated()
  if (viewer.role === 'SERVICE') throw forbidden()
  return viewer
}

/** @throws UNAUTHENTICATED unless a user is signed in, FORBIDDEN unless an admin */
export function requireAdmin(viewer: Viewer): Admin {
  const user = requireUser(viewer)
  if (user.role !== 'ADMIN') throw forbidden()
  return user
}

/** @throws UNAUTHENTICATED unless a user is signed in, FORBIDDEN unless an employee */
export function requireEmployee(viewer: Viewer): Employee {
  const user = requireUser(viewer)
  if (user.role !== 'EMPLOYEE') throw forbidden()
  return user
}

/** Allows users and our own services. @throws UNAUTHENTICATED for anonymous requests */
export function requireAuthenticated(viewer: Viewer): void {
  if (viewer.role === 'ANONYMOUS') throw unauthenticated()
}

/** Allows our own services only. @throws FORBIDDEN for all other viewers */
export function requireService(viewer: Viewer): void {
  if (viewer.role !== 'SERVICE') throw forbidden()
}

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
