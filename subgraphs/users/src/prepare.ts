import type { Logger } from '@setrum/service-runtime'
import { migrate } from '@setrum/subgraph-kit'
import type { Connection } from 'mongoose'
import type { Deps } from './context.js'
import { deactivateDemoUsers, seedUsers } from './seed.js'

/** Plain JavaScript beside src/ and dist/, not compiled. */
export const MIGRATIONS = new URL('../migrations/', import.meta.url)

/** `deactivate` is for production, because the passwords of the demo users are public. */
export type DemoUsers = 'load' | 'leave' | 'deactivate'

/** Prepares the database at start: migrations, indexes, demo users. Idempotent, also after a partial failure. */
export async function prepareUsers(
  connection: Connection,
  deps: Pick<Deps, 'users' | 'throttle' | 'sessions' | 'audit' | 'now'>,
  { demoUsers, logger }: { demoUsers: DemoUsers; logger: Logger },
): Promise<void> {
  const { users, throttle } = deps
  await migrate(connection, MIGRATIONS)
  // Not in the migrations: rate-limiter-flexible defines these indexes.
  await throttle.createIndexes()
  const conflicts = await users.lowercaseEmails()
  if (conflicts.length > 0) {
    logger.error({ event: 'users.email_case_conflict', userIds: conflicts }, 'e-mails differ only in letter case')
  }
  if (demoUsers === 'load') await seedUsers(users)
  if (demoUsers === 'deactivate') {
    const userIds = await deactivateDemoUsers(deps)
    if (userIds.length > 0) {
      logger.error(
        { event: 'users.demo_users_deactivated', userIds },
        'active demo users found in production and deactivated; check that this is the right database',
      )
    }
  }
}
