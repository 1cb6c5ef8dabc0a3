import { readSessionInfo, SESSION_COOKIE, type SessionInfo } from './session-info'

/** How a refresh went: renewed, over for good (with the API's reason), or not possible at the moment. */
export type RefreshOutcome = { kind: 'renewed' } | { kind: 'over'; code: string } | { kind: 'unavailable' }

type SessionEvent = { kind: 'signed-out' } | { kind: 'over'; code: string }

const LOCK = 'setrum-session-refresh'
const tabs = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('setrum-session')
const listeners = new Set<(event: SessionEvent) => void>()
if (tabs) tabs.onmessage = ({ data }: MessageEvent<SessionEvent>) => tell(data)

let inFlight: Promise<RefreshOutcome> | null = null

/** What this browser knows of its session now; null when it has none. */
export function browserSession(): SessionInfo | null {
  const prefix = `${SESSION_COOKIE}=`
  const cookie = document.cookie.split('; ').find((part) => part.startsWith(prefix))
  return readSessionInfo(cookie && decodeURIComponent(cookie.slice(prefix.length)))
}

/** Called when the session ends in this tab or another one. Returns how to stop listening. */
export function onSessionEnd(listener: (event: SessionEvent) => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Tells an access token from those before and after it, in all tabs; undefined when there is none. */
export function currentToken(): string | undefined {
  return browserSession()?.accessTokenExpiresAt
}

/**
 * Renews the tokens, once for all requests of this tab and all tabs: a refresh token is good for one use, and using it
 * twice ends the session.
 * @param seen the token that no longer holds; has it been renewed meanwhile, there is nothing to do
 */
export function refreshSession(seen = currentToken()): Promise<RefreshOutcome> {
  inFlight ??= refreshOnce(seen).finally(() => {
    inFlight = null
  })
  return inFlight
}

async function refreshOnce(seen: string | undefined): Promise<RefreshOutcome> {
  const refresh = async (): Promise<RefreshOutcome> => {
    // Another tab held the lock before us and has done it, or did so before we heard that our token no longer holds.
    const now = currentToken()
    if (now !== undefined && now !== seen) return { kind: 'renewed' }
    return askForRefresh()
  }
  const outcome = await oneAtATime(refresh)
  if (outcome.kind === 'over') announce(outcome)
  return outcome
}

/** Runs a change of the session when no other runs, in any tab. Locks exist on secure pages only. */
function oneAtATime<Result>(change: () => Promise<Result>): Promise<Result> {
  return navigator.locks ? navigator.locks.request(LOCK, change) : change()
}

async function askForRefresh(): Promise<RefreshOutcome> {
  try {
    const response = await fetch('/api/session/refresh', { method: 'POST' })
    if (response.ok) return { kind: 'renewed' }
    if (response.status !== 401) return { kind: 'unavailable' }
    const { code } = (await response.json()) as { code: string }
    return { kind: 'over', code }
  } catch {
    return { kind: 'unavailable' }
  }
}

export type SignInOutcome =
  | { kind: 'signed-in'; session: SessionInfo }
  | { kind: 'refused'; code: string; message: string; opensAt?: string | null }
  | { kind: 'unreachable' }

export async function signIn(credentials: { email: string; password: string }): Promise<SignInOutcome> {
  try {
    const response = await fetch('/api/session', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(credentials),
    })
    const answer = await response.json()
    if (response.ok) return { kind: 'signed-in', session: answer }
    return response.status === 401 ? { kind: 'refused', ...answer } : { kind: 'unreachable' }
  } catch {
    return { kind: 'unreachable' }
  }
}

/**
 * Signs out in every tab, whether or not the API can be reached.
 * @param reason why, as an error code, when it is not the person's own wish
 */
export async function signOut(reason?: string): Promise<void> {
  // In turn with refreshes: one that answers after the sign-out would put the cookies back, and one that is refused
  // because of it would tell another reason.
  await oneAtATime(async () => {
    await fetch('/api/session', { method: 'DELETE' }).catch(() => undefined)
    announce(reason ? { kind: 'over', code: reason } : { kind: 'signed-out' })
  })
}

function announce(event: SessionEvent): void {
  tabs?.postMessage(event)
  tell(event)
}

function tell(event: SessionEvent): void {
  for (const listener of listeners) listener(event)
}
