import { parseJson } from '../json'

/** The part of the session that scripts may read. The tokens are in httpOnly cookies. */
export interface SessionInfo {
  userId: string
  name: string
  role: 'ADMIN' | 'EMPLOYEE'
  /** When the session ends, an instant: for employees the end of the shift. Null when unknown. */
  sessionEndsAt: string | null
  /** When the access token expires, an instant. A change shows that another tab has refreshed it. */
  accessTokenExpiresAt: string
}

/** Its cookie, readable by scripts. */
export const SESSION_COOKIE = 'setrum_session'

/** The request header with the id of the user that the page shows. */
export const SHOWN_USER_HEADER = 'x-setrum-shown-user'

export function writeSessionInfo(info: SessionInfo): string {
  return JSON.stringify(info)
}

/** Reads the cookie's value; null when it is missing or malformed. */
export function readSessionInfo(text: string | undefined): SessionInfo | null {
  if (!text) return null
  const value = parseJson(text)
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
