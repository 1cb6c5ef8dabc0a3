import type { Viewer } from '@setrum/identity'
import { forbidden, unauthenticated } from './domain-error.js'

export type Admin = Extract<Viewer, { role: 'ADMIN' }>
export type Employee = Extract<Viewer, { role: 'EMPLOYEE' }>
export type UserViewer = Admin | Employee

/** @throws UNAUTHENTICATED unless a person is signed in, FORBIDDEN for one of our own services */
export function requireUser(viewer: Viewer): UserViewer {
  if (viewer.role === 'ANONYMOUS') throw unauthenticated()
  if (viewer.role === 'SERVICE') throw forbidden()
  return viewer
}

/** @throws UNAUTHENTICATED unless a person is signed in, FORBIDDEN unless an admin */
export function requireAdmin(viewer: Viewer): Admin {
  const person = requireUser(viewer)
  if (person.role !== 'ADMIN') throw forbidden()
  return person
}

/** @throws UNAUTHENTICATED unless a person is signed in, FORBIDDEN unless an employee */
export function requireEmployee(viewer: Viewer): Employee {
  const person = requireUser(viewer)
  if (person.role !== 'EMPLOYEE') throw forbidden()
  return person
}

/** For what everybody inside may read. @throws UNAUTHENTICATED unless a person is signed in or a sister service asks */
export function requireAuthenticated(viewer: Viewer): void {
  if (viewer.role === 'ANONYMOUS') throw unauthenticated()
}

/** What only our own services may ask of each other. @throws FORBIDDEN for everybody else */
export function requireService(viewer: Viewer): void {
  if (viewer.role !== 'SERVICE') throw forbidden()
}
