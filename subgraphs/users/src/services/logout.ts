import type { Deps } from '../context.js'

/** Ends the session of a refresh token, wherever it is used. Safe to call again. */
export async function logout(refreshToken: string, { sessions, now }: Deps): Promise<true> {
  const sessionId = await sessions.sessionOf(refreshToken)
  if (sessionId) await sessions.end(sessionId, now())
  return true
}
