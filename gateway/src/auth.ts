import {
  type AccessTokenClaims,
  type AccessTokenKey,
  type AccessTokenVerdict,
  type Viewer,
  verifyAccessToken,
} from '@setrum/identity'
import type { Message } from './language.js'
import { Lru } from './lru.js'

/** What the gateway knows of sessions beside the token: what has happened since it was given out. */
export interface SessionView {
  isEnded(sessionId: string): boolean
  isInactive(userId: string): boolean
  /** While users cannot be reached nobody can renew a token. */
  isRenewalPossible(): boolean
}

/** Why somebody who says who they are is not believed. */
export interface Refusal {
  code: 'UNAUTHENTICATED' | 'ACCOUNT_INACTIVE'
  message: Message
  /** A token that was never ours is refused whatever is asked; one that is over may still be renewed. */
  isForged: boolean
}

export type Caller = { viewer: Viewer; refusal: null } | { viewer: Viewer; refusal: Refusal }

export interface AuthOptions {
  keys: readonly AccessTokenKey[]
  sessions: SessionView
  webOrigins: readonly string[]
  now: () => Date
}

/** The parts of an HTTP request that say who is calling. */
export interface Credentials {
  authorization: string | undefined
  cookie: string | undefined
  host: string | undefined
  origin: string | undefined
  secFetchSite: string | undefined
  /** The person's network address. */
  address: string
}

/** More than the people of a shop; one takes half a kilobyte. */
const TOKENS_KEPT = 2_000

const COOKIE = /(?:^|;)\s*setrum_access=([^;\s]+)/

const INVALID: Refusal = {
  code: 'UNAUTHENTICATED',
  message: {
    id: 'Token masuk tidak sah. Silakan masuk lagi.',
    en: 'The access token is not valid. Please sign in again.',
  },
  isForged: true,
}
const OVER: Refusal = {
  code: 'UNAUTHENTICATED',
  message: { id: 'Sesi Anda sudah berakhir. Silakan masuk lagi.', en: 'Your session is over. Please sign in again.' },
  isForged: false,
}
const INACTIVE: Refusal = {
  code: 'ACCOUNT_INACTIVE',
  message: { id: 'Akun ini tidak aktif.', en: 'This account is not active.' },
  isForged: false,
}

/**
 * Who is calling: the person whose access token comes along, or nobody. The web app's cookie counts only where the
 * browser says that the request comes from our own pages, because it sends cookies whoever made the page.
 */
export function callerOf(credentials: Credentials, options: AuthOptions): Caller {
  const { address } = credentials
  const nobody: Viewer = { role: 'ANONYMOUS', address }
  const token = tokenOf(credentials, options.webOrigins)
  if (token === null) return { viewer: nobody, refusal: null }
  const now = options.now()
  const verdict = verdictOn(token, options.keys, now)
  if (verdict.kind === 'invalid') return { viewer: nobody, refusal: INVALID }
  const { claims } = verdict
  if (options.sessions.isInactive(claims.userId)) return { viewer: nobody, refusal: INACTIVE }
  if (options.sessions.isEnded(claims.sessionId) || claims.sessionEndsAt <= now)
    return { viewer: nobody, refusal: OVER }
  if (verdict.kind === 'expired' && options.sessions.isRenewalPossible()) return { viewer: nobody, refusal: OVER }
  return { viewer: viewerOf(claims, address), refusal: null }
}

const genuine = new WeakMap<readonly AccessTokenKey[], Lru<string, AccessTokenClaims>>()

/** A signature that was found genuine stays so, to the last character; whether the token is expired is looked at each time. */
function verdictOn(token: string, keys: readonly AccessTokenKey[], now: Date): AccessTokenVerdict {
  const known = genuine.get(keys) ?? new Lru<string, AccessTokenClaims>(TOKENS_KEPT)
  genuine.set(keys, known)
  const claims = known.get(token)
  // Whole seconds, as where the token is verified.
  if (claims)
    return { kind: claims.expiresAt.getTime() > Math.floor(now.getTime() / 1000) * 1000 ? 'valid' : 'expired', claims }
  const verdict = verifyAccessToken(token, { keys, now })
  if (verdict.kind !== 'invalid') known.set(token, verdict.claims)
  return verdict
}

/** The token as sent, possibly empty; null when there is none. */
function tokenOf(credentials: Credentials, webOrigins: readonly string[]): string | null {
  const { authorization, cookie } = credentials
  if (authorization !== undefined) return /^Bearer\s+(\S+)\s*$/i.exec(authorization)?.[1] ?? ''
  const token = COOKIE.exec(cookie ?? '')?.[1]
  return token !== undefined && isFromOwnPages(credentials, webOrigins) ? token : null
}

function isFromOwnPages({ host, origin, secFetchSite }: Credentials, webOrigins: readonly string[]): boolean {
  if (secFetchSite !== undefined) return secFetchSite === 'same-origin'
  if (origin === undefined) return false
  return webOrigins.includes(origin) || (host !== undefined && hostOf(origin) === host)
}

function hostOf(origin: string): string | null {
  try {
    return new URL(origin).host
  } catch {
    return null
  }
}

function viewerOf({ userId, sessionId, shiftId, role }: AccessTokenClaims, address: string): Viewer {
  return role === 'ADMIN' ? { role, userId, sessionId, address } : { role, userId, sessionId, shiftId, address }
}
