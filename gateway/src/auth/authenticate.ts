import {
  type AccessTokenClaims,
  type AccessTokenKey,
  type AccessTokenResult,
  API_KEY_PREFIX,
  hashApiKey,
  type Viewer,
  verifyAccessToken,
} from '@setrum/identity'
import { LRUCache } from 'lru-cache'
import type { Message } from '../language.js'

export type ApiKeyKind = 'READ_ONLY' | 'SELLING'

/** What an API key that works stands for. */
export interface KeyHolder {
  id: string
  kind: ApiKeyKind
  userId: string
  shiftId: string | null
}

/** What the gateway knows of sessions beside the token: what has happened since it was given out. */
export interface SessionView {
  isEnded(sessionId: string): boolean
  isInactive(userId: string): boolean
  /** What a key's hash stands for; null for no key that works. */
  apiKeyOf(hash: string): KeyHolder | null
  /** Whether a token that ran out still counts: nobody can renew it now, and it is known who was signed out. */
  honoursExpired(): boolean
}

/** Why somebody who says who they are is not believed. */
export interface Refusal {
  code: 'UNAUTHENTICATED' | 'ACCOUNT_INACTIVE'
  message: Message
  /** A token that was never ours is refused whatever is asked; one that is over may still be renewed. */
  isForged: boolean
}

export interface Caller {
  viewer: Viewer
  /** Why whoever it says to be is not believed; the viewer is then nobody. */
  refusal: Refusal | null
  /** What kind of API key came along; null for people. */
  apiKey: ApiKeyKind | null
}

export interface AuthOptions {
  keys: readonly AccessTokenKey[]
  sessions: SessionView
  webOrigins: readonly string[]
  now: () => Date
}

/** The parts of an HTTP request that say who is calling. */
export interface Credentials {
  authorization: string | undefined
  /** `X-Api-Key`, for programs that cannot set the other header. */
  apiKey: string | undefined
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
const INVALID_KEY: Refusal = {
  code: 'UNAUTHENTICATED',
  message: { id: 'Kunci API tidak sah atau sudah dicabut.', en: 'The API key is not valid, or it was revoked.' },
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
  const refused = (refusal: Refusal | null): Caller => ({
    viewer: { role: 'ANONYMOUS', address },
    refusal,
    apiKey: null,
  })
  const token = tokenOf(credentials, options.webOrigins)
  if (token === null) return refused(null)
  if (token.startsWith(API_KEY_PREFIX)) {
    const holder = options.sessions.apiKeyOf(hashApiKey(token))
    if (!holder) return refused(INVALID_KEY)
    // A program has nothing to sign in with: refused whatever it asks.
    if (options.sessions.isInactive(holder.userId)) return refused({ ...INACTIVE, isForged: true })
    return { viewer: viewerOfKey(holder, address), refusal: null, apiKey: holder.kind }
  }
  const now = options.now()
  const verdict = verdictOn(token, options.keys, now)
  if (verdict.kind === 'invalid') return refused(INVALID)
  const { claims } = verdict
  if (options.sessions.isInactive(claims.userId)) return refused(INACTIVE)
  if (options.sessions.isEnded(claims.sessionId) || claims.sessionEndsAt <= now) return refused(OVER)
  if (verdict.kind === 'expired' && !options.sessions.honoursExpired()) return refused(OVER)
  return { viewer: viewerOf(claims, address), refusal: null, apiKey: null }
}

const genuine = new WeakMap<readonly AccessTokenKey[], LRUCache<string, AccessTokenClaims>>()

/** A signature that was found genuine stays so, to the last character; whether the token is expired is looked at each time. */
function verdictOn(token: string, keys: readonly AccessTokenKey[], now: Date): AccessTokenResult {
  const known = genuine.get(keys) ?? new LRUCache<string, AccessTokenClaims>({ max: TOKENS_KEPT })
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
  const { authorization, apiKey, cookie } = credentials
  // Whatever stands in that header is a key or nothing: an access token does not become one there.
  if (apiKey !== undefined) return apiKey.startsWith(API_KEY_PREFIX) ? apiKey : ''
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

function viewerOfKey({ id, kind, userId, shiftId }: KeyHolder, address: string): Viewer {
  const sessionId = `api-key:${id}`
  return kind === 'READ_ONLY'
    ? { role: 'ADMIN', userId, sessionId, address }
    : { role: 'EMPLOYEE', userId, sessionId, shiftId, address }
}
