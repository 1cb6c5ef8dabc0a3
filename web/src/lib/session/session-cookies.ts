import 'server-only'
import { cookies, headers } from 'next/headers'
import { readSessionInfo, SESSION_COOKIE, type SessionInfo, writeSessionInfo } from './session-info'

const ACCESS_COOKIE = 'setrum_access'
const REFRESH_COOKIE = 'setrum_refresh'
/** Without a known end the cookies go with the longest session there is, an admin's 12 hours. */
const LONGEST_SESSION_S = 12 * 60 * 60
/** The refresh token is sent where it is used and nowhere else. */
const REFRESH_PATH = '/api/session'

export interface Tokens {
  accessToken: string
  refreshToken: string
}

/** The session of the request that is being answered; null when nobody is signed in. */
export async function currentSession(): Promise<SessionInfo | null> {
  const store = await cookies()
  if (!store.has(ACCESS_COOKIE)) return null
  return readSessionInfo(store.get(SESSION_COOKIE)?.value)
}

/** What the gateway knows the reader by. */
export async function accessToken(): Promise<string | undefined> {
  return (await cookies()).get(ACCESS_COOKIE)?.value
}

export async function refreshToken(): Promise<string | undefined> {
  return (await cookies()).get(REFRESH_COOKIE)?.value
}

/**
 * Keeps a session in the browser. The access token's cookie outlives the token itself: while the users subgraph is
 * down the gateway honours an expired one up to the session's end, so that selling goes on.
 */
export async function keepSession(tokens: Tokens, info: SessionInfo): Promise<void> {
  const store = await cookies()
  const common = { secure: await isHttps(), sameSite: 'lax', maxAge: secondsUntil(info.sessionEndsAt) } as const
  store.set(ACCESS_COOKIE, tokens.accessToken, { ...common, httpOnly: true, path: '/' })
  store.set(REFRESH_COOKIE, tokens.refreshToken, {
    ...common,
    httpOnly: true,
    sameSite: 'strict',
    path: REFRESH_PATH,
  })
  store.set(SESSION_COOKIE, writeSessionInfo(info), { ...common, path: '/' })
}

export async function dropSession(): Promise<void> {
  const store = await cookies()
  store.set(ACCESS_COOKIE, '', { maxAge: 0, path: '/' })
  store.set(REFRESH_COOKIE, '', { maxAge: 0, path: REFRESH_PATH })
  store.set(SESSION_COOKIE, '', { maxAge: 0, path: '/' })
}

function secondsUntil(instant: string | null): number {
  if (!instant) return LONGEST_SESSION_S
  return Math.max(60, Math.ceil((Date.parse(instant) - Date.now()) / 1000))
}

/** Whether the browser came by HTTPS; then the cookies never travel without it. */
async function isHttps(): Promise<boolean> {
  return (await headers()).get('x-forwarded-proto')?.split(',')[0] === 'https'
}
