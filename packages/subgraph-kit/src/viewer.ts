import type { Viewer } from '@setrum/identity'
import { forbidden, unauthenticated } from './domain-error.js'

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
