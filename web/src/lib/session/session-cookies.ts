import 'server-only'
import { READING_AFTER_SHIFT_MS } from '@setrum/api-contract'
import { cookies, headers } from 'next/headers'
import { type FragmentType, readFragment } from '@/gen/fragment-masking'
import { NewSessionFragmentDoc } from '@/gen/graphql'
import { readSessionInfo, SESSION_COOKIE, type SessionInfo, writeSessionInfo } from './session-info'

const ACCESS_COOKIE = 'setrum_access'
const REFRESH_COOKIE = 'setrum_refresh'
/** The lifetime of the cookies when the session's end is unknown: an admin's 12 hours, the longest session. */
const MAX_SESSION_S = 12 * 60 * 60
/** Only the session's route handlers need the refresh token. */
const REFRESH_PATH = '/api/session'

/** The session of the current request; null when it has none. */
export async function currentSession(): Promise<SessionInfo | null> {
  const store = await cookies()
  if (!store.has(ACCESS_COOKIE)) return null
  return readSessionInfo(store.get(SESSION_COOKIE)?.value)
}

export async function accessToken(): Promise<string | undefined> {
  return (await cookies()).get(ACCESS_COOKIE)?.value
}

export async function refreshToken(): Promise<string | undefined> {
  return (await cookies()).get(REFRESH_COOKIE)?.value
}

/**
 * Writes a new session into the cookies and returns the part that the page may read. The access token's cookie outlives
 * the token: while the users subgraph is down the gateway accepts an expired one until the session's end, and after a
 * shift it accepts the last one for reads of the last sales.
 */
export async function storeSession(session: FragmentType<typeof NewSessionFragmentDoc>): Promise<SessionInfo> {
  const { user, accessTokenExpiresAt, sessionEndsAt, ...tokens } = readFragment(NewSessionFragmentDoc, session)
  const info: SessionInfo = {
    userId: user.id,
    name: user.name,
    role: user.role,
    sessionEndsAt,
    accessTokenExpiresAt,
  }
  const store = await cookies()
  const common = { secure: await isHttps(), sameSite: 'lax', maxAge: lifetimeUntil(sessionEndsAt) } as const
  store.set(ACCESS_COOKIE, tokens.accessToken, { ...common, httpOnly: true, path: '/' })
  store.set(REFRESH_COOKIE, tokens.refreshToken, {
    ...common,
    httpOnly: true,
    sameSite: 'strict',
    path: REFRESH_PATH,
  })
  store.set(SESSION_COOKIE, writeSessionInfo(info), { ...common, path: '/' })
  return info
}

export async function clearSession(): Promise<void> {
  const store = await cookies()
  store.set(ACCESS_COOKIE, '', { maxAge: 0, path: '/' })
  store.set(REFRESH_COOKIE, '', { maxAge: 0, path: REFRESH_PATH })
  store.set(SESSION_COOKIE, '', { maxAge: 0, path: '/' })
}

/**
 * Whether our own page sent the request. Every browser sends Sec-Fetch-Site or Origin; other clients have no cookies
 * that another site could use.
 */
export function isSameOrigin(request: Request): boolean {
  const site = request.headers.get('sec-fetch-site')
  if (site) return site === 'same-origin' || site === 'none'
  const origin = request.headers.get('origin')
  return !origin || new URL(origin).host === request.headers.get('host')
}

function lifetimeUntil(instant: string | null): number {
  if (!instant) return MAX_SESSION_S
  return Math.max(60, Math.ceil((Date.parse(instant) + READING_AFTER_SHIFT_MS - Date.now()) / 1000))
}

/** Over HTTPS the cookies are marked Secure, so that they are never sent without it. */
async function isHttps(): Promise<boolean> {
  return (await headers()).get('x-forwarded-proto')?.split(',')[0] === 'https'
}
