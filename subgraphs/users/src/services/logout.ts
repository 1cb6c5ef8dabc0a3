import type { Viewer } from '@setrum/identity'
import type { Deps } from '../context.js'

/** Ends the session of a refresh token, wherever it is used. Safe to call again, and for a token that is not ours. */
export async function logout(
  { refreshToken, by }: { refreshToken: string; by: Viewer },
  { sessions, users, audit, now }: Deps,
): Promise<true> {
  const found = await sessions.findByToken(refreshToken)
  if (found && (await sessions.end(found.session.id, now()))) {
    const actor = await users.byId(found.session.userId)
    await audit({ action: 'LOGGED_OUT', by, ...(actor ? { actor } : {}), subjectId: found.session.userId })
  }
  return true
}
