/** What the page may know about the session. Nothing in it opens a door: the tokens are in httpOnly cookies. */
export interface SessionInfo {
  userId: string
  name: string
  role: 'ADMIN' | 'EMPLOYEE'
  /** When the session ends for good, an instant: the end of the shift for employees. Null when it is not known. */
  sessionEndsAt: string | null
  /** When the access token must have been refreshed, an instant. Another tab's refresh is seen by its change. */
  accessTokenExpiresAt: string
}

/** The cookie that holds it, readable by scripts. */
export const SESSION_COOKIE = 'setrum_session'

export function writeSessionInfo(info: SessionInfo): string {
  return JSON.stringify(info)
}

/** Reads what a cookie holds; null when there is no session or the text is not ours. */
export function readSessionInfo(text: string | undefined): SessionInfo | null {
  if (!text) return null
  const value = parse(text)
  if (typeof value !== 'object' || value === null) return null
  const { userId, name, role, sessionEndsAt, accessTokenExpiresAt } = value as Record<string, unknown>
  if (typeof userId !== 'string' || typeof name !== 'string' || typeof accessTokenExpiresAt !== 'string') return null
  if (role !== 'ADMIN' && role !== 'EMPLOYEE') return null
  return {
    userId,
    name,
    role,
    accessTokenExpiresAt,
    sessionEndsAt: typeof sessionEndsAt === 'string' ? sessionEndsAt : null,
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
