import type { AccessTokenKey } from '@setrum/identity'
import type { LocalReplica } from '@setrum/local-replica'
import type { AuditTrail, RequestContext } from '@setrum/subgraph-kit'
import DataLoader from 'dataloader'
import { z } from 'zod'
import type { ApiKeys } from './models/api-key.js'
import type { Sessions } from './models/session.js'
import type { User, Users } from './models/user.js'
import type { Audit } from './services/audit.js'
import type { SignInThrottle } from './services/sign-in-throttle.js'

/** A shift of master's, as far as a sign-in needs it. Hours are wall-clock `HH:mm`, the last minute inclusive. */
export const replicatedShift = z.object({
  id: z.string(),
  name: z.string(),
  startAt: z.string(),
  endAt: z.string(),
  active: z.boolean(),
})
export type ReplicatedShift = z.infer<typeof replicatedShift>

/** Dependencies that all requests share. */
export interface Deps {
  users: Users
  sessions: Sessions
  apiKeys: ApiKeys
  shifts: Pick<LocalReplica<ReplicatedShift>, 'find'>
  throttle: SignInThrottle
  auditTrail: AuditTrail
  audit: Audit
  /** New tokens are signed with the first key. */
  accessTokenKeys: readonly AccessTokenKey[]
  timeZone: string
  now: () => Date
}

/** Per-request context; the loaders cache for one request. */
export interface Context extends RequestContext {
  deps: Deps
  loaders: { userById: DataLoader<string, User | null> }
}

export function createContext(base: RequestContext, deps: Deps): Context {
  return { ...base, deps, loaders: { userById: new DataLoader((ids) => deps.users.byIds(ids)) } }
}
