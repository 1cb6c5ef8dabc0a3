import type { Logger } from '@setrum/process'
import { migrate } from '@setrum/subgraph-kit'
import type { Connection } from 'mongoose'
import type { Deps } from './context.js'
import { MIGRATIONS } from './migrations.js'
import { seedUsers } from './seed.js'

/** What the database needs once before it is used. Safe to do again after it failed halfway. */
export async function prepareUsers(
  connection: Connection,
  { users, throttle }: Pick<Deps, 'users' | 'throttle'>,
  { withDemoPeople, logger }: { withDemoPeople: boolean; logger: Logger },
): Promise<void> {
  await migrate(connection, MIGRATIONS)
  // Those of rate-limiter-flexible, which are its own matter.
  await throttle.createIndexes()
  const undecided = await users.lowerEmails()
  if (undecided.length > 0) logger.error({ people: undecided }, 'their e-mails differ from others only in capitals')
  if (withDemoPeople) await seedUsers(users)
}
