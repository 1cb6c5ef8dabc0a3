import 'server-only'
import { type FragmentType, readFragment } from '@/gen/fragment-masking'
import { NewSessionFragmentDoc } from '@/gen/graphql'
import { keepSession } from './session-cookies'
import type { SessionInfo } from './session-info'

/** Puts the answer of a sign-in or a refresh into the cookies and returns what the page may know of it. */
export async function keepNewSession(session: FragmentType<typeof NewSessionFragmentDoc>): Promise<SessionInfo> {
  const { user, accessTokenExpiresAt, sessionEndsAt, ...tokens } = readFragment(NewSessionFragmentDoc, session)
  const info: SessionInfo = {
    userId: user.id,
    name: user.name,
    role: user.role,
    sessionEndsAt,
    accessTokenExpiresAt,
  }
  await keepSession(tokens, info)
  return info
}
