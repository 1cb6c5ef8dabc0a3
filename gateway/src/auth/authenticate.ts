import { type Message, READING_AFTER_SHIFT_MS } from '@setrum/api-contract'
import {
  type AccessTokenClaims,
  type AccessTokenKey,
  type AccessTokenResult,
  API_KEY_PREFIX,
  hashApiKey,
  type Viewer,
  verifyAccessToken,
} from '@setrum/identity'
import type { FastifyRequest } from 'fastify'
import { LRUCache } from 'lru-cache'

/** Request headers and address that identify the caller. */
export interface Credentials {
  authorization: string | undefined
  /** `X-Api-Key`, for programs that cannot set `Authorization`. */
  apiKey: string | undefined
  cookie: string | undefined
  host: string | undefined
  origin: string | undefined
  secFetchSite: string | undefined
  /** Network address of the client. */
  address: string
}

export type ApiKeyKind = 'READ_ONLY' | 'SELLING'

/** Identity and permissions behind an active API key. */
export interface ApiKeyPrincipal {
  id: string
  kind: ApiKeyKind
  userId: string
  shiftId: string | null
}

/** Session changes since a token was issued. The token itself cannot carry them. */
export interface SessionStatus {
  isEnded(sessionId: string): boolean
  isInactive(userId: string): boolean
  /** Returns the principal of an active key by the key's hash; null for an unknown or revoked key. */
  findApiKey(hash: string): ApiKeyPrincipal | null
  /** True while users is unavailable and cannot renew tokens, provided that ended sessions are already known. */
  acceptsExpiredToken(): boolean
}

/** Why the credentials of a request are rejected. */
export interface AuthError {
  code: 'UNAUTHENTICATED' | 'ACCOUNT_INACTIVE'
  message: Message
  /**
   * True for a token or key that was never valid: every operation is rejected. False for an ended session, which may
   * sign in again.
   */
  isInvalid: boolean
}

export interface Caller {
  viewer: Viewer
  /** Why the credentials are rejected; the viewer is then anonymous, except soon after the shift. */
  authError: AuthError | null
  /** Kind of the API key; null for a user's access token. */
  apiKey: ApiKeyKind | null
}

export interface AuthOptions {
  keys: readonly AccessTokenKey[]
  sessions: SessionStatus
  webOrigins: readonly string[]
  now: () => Date
}

/** More than the users of one shop; an entry takes 0.5 kB. */
const MAX_CACHED_TOKENS = 2_000

const ACCESS_TOKEN_COOKIE = /(?:^|;)\s*setrum_access=([^;\s]+)/

const INVALID_TOKEN: AuthError = {
  code: 'UNAUTHENTICATED',
  message: {
    id: 'Token masuk tidak sah. Silakan masuk lagi.',
    en: 'The access token is not valid. Please sign in again.',
  },
  isInvalid: true,
}
const INVALID_API_KEY: AuthError = {
  code: 'UNAUTHENTICATED',
  message: { id: 'Kunci API tidak sah atau sudah dicabut.', en: 'The API key is not valid, or it was revoked.' },
  isInvalid: true,
}
const SESSION_EXPIRED: AuthError = {
  code: 'UNAUTHENTICATED',
  message: { id: 'Sesi Anda sudah berakhir. Silakan masuk lagi.', en: 'Your session is over. Please sign in again.' },
  isInvalid: false,
}
const ACCOUNT_INACTIVE: AuthError = {
  code: 'ACCOUNT_INACTIVE',
  message: { id: 'Akun ini tidak aktif.', en: 'This account is not active.' },
  isInvalid: false,
}

/** Reads the credentials of a request. */
export function readCredentials({ headers, ip }: FastifyRequest): Credentials {
  const site = headers['sec-fetch-site']
  const apiKey = headers['x-api-key']
  return {
    authorization: headers.authorization,
    apiKey: Array.isArray(apiKey) ? apiKey[0] : apiKey,
    cookie: headers.cookie,
    host: headers.host,
    origin: headers.origin,
    secFetchSite: Array.isArray(site) ? site[0] : site,
    address: ip,
  }
}

/**
 * Identifies the caller by access token or API key; anonymous without one. The cookie of the web app counts only for
 * requests from our own pages, because browsers attach cookies to cross-site requests too.
 */
export function authenticate(credentials: Credentials, options: AuthOptions): Caller {
  const { address } = credentials
  const anonymous = (authError: AuthError | null): Caller => ({
    viewer: { role: 'ANONYMOUS', address },
    authError,
    apiKey: null,
  })
  const token = readToken(credentials, options.webOrigins)
  if (token === null) return anonymous(null)
  if (token.startsWith(API_KEY_PREFIX)) {
    const principal = options.sessions.findApiKey(hashApiKey(token))
    if (!principal) return anonymous(INVALID_API_KEY)
    // A program cannot sign in again, so every operation is rejected.
    if (options.sessions.isInactive(principal.userId)) return anonymous({ ...ACCOUNT_INACTIVE, isInvalid: true })
    return { viewer: toApiKeyViewer(principal, address), authError: null, apiKey: principal.kind }
  }
  const now = options.now()
  const verification = verifyWithCache(token, options.keys, now)
  if (verification.kind === 'invalid') return anonymous(INVALID_TOKEN)
  const { claims } = verification
  if (options.sessions.isInactive(claims.userId)) return anonymous(ACCOUNT_INACTIVE)
  if (options.sessions.isEnded(claims.sessionId)) return anonymous(SESSION_EXPIRED)
  if (claims.sessionEndsAt <= now)
    return mayReadAfterShift(claims, now)
      ? { viewer: toViewer(claims, address), authError: SESSION_EXPIRED, apiKey: null }
      : anonymous(SESSION_EXPIRED)
  if (verification.kind === 'expired' && !options.sessions.acceptsExpiredToken()) return anonymous(SESSION_EXPIRED)
  return { viewer: toViewer(claims, address), authError: null, apiKey: null }
}

/** Whether the token was an employee's last one of a shift that ended a short while ago. */
function mayReadAfterShift({ role, expiresAt, sessionEndsAt }: AccessTokenClaims, now: Date): boolean {
  const readsUntil = sessionEndsAt.getTime() + READING_AFTER_SHIFT_MS
  return role === 'EMPLOYEE' && expiresAt >= sessionEndsAt && now.getTime() < readsUntil
}

const verifiedTokens = new WeakMap<readonly AccessTokenKey[], LRUCache<string, AccessTokenClaims>>()

/** Caches verified signatures. Expiry is checked on every request. */
function verifyWithCache(token: string, keys: readonly AccessTokenKey[], now: Date): AccessTokenResult {
  const cache = verifiedTokens.get(keys) ?? new LRUCache<string, AccessTokenClaims>({ max: MAX_CACHED_TOKENS })
  verifiedTokens.set(keys, cache)
  const claims = cache.get(token)
  // Whole seconds, as in `verifyAccessToken`.
  if (claims)
    return { kind: claims.expiresAt.getTime() > Math.floor(now.getTime() / 1000) * 1000 ? 'valid' : 'expired', claims }
  const verification = verifyAccessToken(token, { keys, now })
  if (verification.kind !== 'invalid') cache.set(token, verification.claims)
  return verification
}

/** Returns the token as sent, possibly empty; null without credentials. */
function readToken(credentials: Credentials, webOrigins: readonly string[]): string | null {
  const { authorization, apiKey, cookie } = credentials
  // This header accepts API keys only, never access tokens.
  if (apiKey !== undefined) return apiKey.startsWith(API_KEY_PREFIX) ? apiKey : ''
  if (authorization !== undefined) return /^Bearer\s+(\S+)\s*$/i.exec(authorization)?.[1] ?? ''
  const token = ACCESS_TOKEN_COOKIE.exec(cookie ?? '')?.[1]
  return token !== undefined && isFromOwnOrigin(credentials, webOrigins) ? token : null
}

function isFromOwnOrigin({ host, origin, secFetchSite }: Credentials, webOrigins: readonly string[]): boolean {
  if (secFetchSite !== undefined) return secFetchSite === 'same-origin'
  if (origin === undefined) return false
  return webOrigins.includes(origin) || (host !== undefined && readHost(origin) === host)
}

function readHost(origin: string): string | null {
  try {
    return new URL(origin).host
  } catch {
    return null
  }
}

function toViewer({ userId, sessionId, shiftId, role }: AccessTokenClaims, address: string): Viewer {
  return role === 'ADMIN' ? { role, userId, sessionId, address } : { role, userId, sessionId, shiftId, address }
}

function toApiKeyViewer({ id, kind, userId, shiftId }: ApiKeyPrincipal, address: string): Viewer {
  const sessionId = `api-key:${id}`
  return kind === 'READ_ONLY'
    ? { role: 'ADMIN', userId, sessionId, address }
    : { role: 'EMPLOYEE', userId, sessionId, shiftId, address }
}
