import type { ErrorCode } from '@setrum/api-contract'
import { serverNow } from '../clock'
import { readErrorCode } from '../error-code'
import { readSessionInfo, SESSION_COOKIE, type SessionInfo } from './session-info'

/** `ended`: the session is over, for the reason in `code`. `unavailable`: try again later. */
export type RefreshOutcome = { kind: 'renewed' } | SessionEnd | { kind: 'unavailable' }

/** `signed-in`: the session may be another user's now. */
type SessionEvent = { kind: 'signed-in' } | { kind: 'signed-out' } | SessionEnd
interface SessionEnd {
  kind: 'ended'
  code: ErrorCode | null
}

/** The server's time is known to the second. */
const CLOCK_TOLERANCE_MS = 2_000

const LOCK = 'setrum-session-refresh'
const tabs = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('setrum-session')
const listeners = new Set<(event: SessionEvent) => void>()
if (tabs) tabs.onmessage = ({ data }: MessageEvent<SessionEvent>) => notifyListeners(data)

let inFlight: Promise<RefreshOutcome> | null = null

/** The session in this browser's cookie; null when it has none. */
export function browserSession(): SessionInfo | null {
  const prefix = `${SESSION_COOKIE}=`
  const cookie = document.cookie.split('; ').find((part) => part.startsWith(prefix))
  return readSessionInfo(cookie && decodeURIComponent(cookie.slice(prefix.length)))
}

/**
 * The session of another user; null while this user is signed in. Another user can sign in on another tab. After that,
 * every request of this page carries the cookies of the other user.
 */
export function sessionOfOther(userId: string): SessionInfo | null {
  const session = browserSession()
  return session && session.userId !== userId ? session : null
}

/** The time until the session's end, negative after it. */
export function timeLeftMs({ sessionEndsAt }: SessionInfo, now: number): number {
  return sessionEndsAt ? Date.parse(sessionEndsAt) - now : Number.POSITIVE_INFINITY
}

/** Calls the listener when the session changes in this tab or another one. Returns a function that stops it. */
export function onSessionChange(listener: (event: SessionEvent) => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Identifies the current access token in all tabs, by its expiry; undefined when there is none. */
export function currentToken(): string | undefined {
  return browserSession()?.accessTokenExpiresAt
}

/**
 * Renews the tokens, once for all requests of all tabs: a refresh token is valid for one use, and a second use ends the
 * session.
 * @param seen the access token that was refused; if another one is current, there is nothing to do
 */
export function refreshSession(seen = currentToken()): Promise<RefreshOutcome> {
  inFlight ??= refreshOnce(seen).finally(() => {
    inFlight = null
  })
  return inFlight
}

async function refreshOnce(seen: string | undefined): Promise<RefreshOutcome> {
  // The last token still reads a sale after the shift; a refused refresh would take it away.
  const [session, time] = [browserSession(), serverNow()]
  if (session && time !== null && timeLeftMs(session, time) < CLOCK_TOLERANCE_MS) return { kind: 'unavailable' }
  const refresh = async (): Promise<RefreshOutcome> => {
    // Another tab may have refreshed before this one held the lock, or before this one's token was refused.
    const now = currentToken()
    if (now !== undefined && now !== seen) return { kind: 'renewed' }
    return requestRefresh()
  }
  const outcome = await withSessionLock(refresh)
  if (outcome.kind === 'ended') announce(outcome)
  return outcome
}

/** Runs one change of the session at a time, in all tabs. Locks exist on secure pages only; without them it runs at once. */
function withSessionLock<Result>(change: () => Promise<Result>): Promise<Result> {
  return navigator.locks ? navigator.locks.request(LOCK, change) : change()
}

async function requestRefresh(): Promise<RefreshOutcome> {
  try {
    const response = await fetch('/api/session/refresh', { method: 'POST' })
    if (response.ok) return { kind: 'renewed' }
    if (response.status !== 401) return { kind: 'unavailable' }
    const { code } = await response.json()
    return { kind: 'ended', code: readErrorCode(code) }
  } catch {
    return { kind: 'unavailable' }
  }
}

export type SignInOutcome =
  | { kind: 'signed-in'; session: SessionInfo }
  | { kind: 'error'; message: string; opensAt?: string | null }
  | { kind: 'unreachable' }

export async function signIn(credentials: { email: string; password: string }): Promise<SignInOutcome> {
  try {
    const response = await fetch('/api/session', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(credentials),
    })
    const body = await response.json()
    if (response.ok) {
      announce({ kind: 'signed-in' })
      return { kind: 'signed-in', session: body }
    }
    return response.status === 401 ? { kind: 'error', ...body } : { kind: 'unreachable' }
  } catch {
    return { kind: 'unreachable' }
  }
}

/** Signs out in every tab, whether or not the API can be reached. */
export async function signOut(): Promise<void> {
  // Not during a refresh: its response could restore the cookies after the sign-out, and a refresh that fails because
  // of the sign-out would report a reason.
  await withSessionLock(async () => {
    await fetch('/api/session', { method: 'DELETE' }).catch(() => undefined)
    announce({ kind: 'signed-out' })
  })
}

/** Makes this page check its user: the server has refused a request that was not for the session's user. */
export function recheckUser(): void {
  notifyListeners({ kind: 'signed-in' })
}

function announce(event: SessionEvent): void {
  tabs?.postMessage(event)
  notifyListeners(event)
}

function notifyListeners(event: SessionEvent): void {
  for (const listener of listeners) listener(event)
}
