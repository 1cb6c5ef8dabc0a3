import type { Logger } from '@setrum/process'
import type { Deps } from './context.js'
import { seedUsers } from './seed.js'

/** What the database needs once before it is used. Safe to do again after it failed halfway. */
export async function prepareUsers(
  { users, sessions, apiKeys, throttle }: Pick<Deps, 'users' | 'sessions' | 'apiKeys' | 'throttle'>,
  { withDemoPeople, logger }: { withDemoPeople: boolean; logger: Logger },
): Promise<void> {
  await users.createIndexes()
  await sessions.createIndexes()
  await apiKeys.createIndexes()
  await throttle.createIndexes()
  const undecided = await users.lowerEmails()
  if (undecided.length > 0) logger.error({ people: undecided }, 'their e-mails differ from others only in capitals')
  if (withDemoPeople) await seedUsers(users)
}
