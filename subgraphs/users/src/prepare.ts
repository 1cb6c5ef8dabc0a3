import type { Logger } from '@setrum/service-runtime'
import { migrate } from '@setrum/subgraph-kit'
import type { Connection } from 'mongoose'
import type { Deps } from './context.js'
import { MIGRATIONS } from './migrations.js'
import { deactivateDemoPeople, seedUsers } from './seed.js'

/** In production whoever knows this repository knows their passwords. */
export type DemoPeople = 'load' | 'leave' | 'deactivate'

/** What the database needs once before it is used. Safe to do again after it failed halfway. */
export async function prepareUsers(
  connection: Connection,
  deps: Pick<Deps, 'users' | 'throttle' | 'sessions' | 'audit' | 'now'>,
  { demoPeople, logger }: { demoPeople: DemoPeople; logger: Logger },
): Promise<void> {
  const { users, throttle } = deps
  await migrate(connection, MIGRATIONS)
  // Those of rate-limiter-flexible, which are its own matter.
  await throttle.createIndexes()
  const undecided = await users.lowerEmails()
  if (undecided.length > 0) logger.error({ people: undecided }, 'their e-mails differ from others only in capitals')
  if (demoPeople === 'load') await seedUsers(users)
  if (demoPeople === 'deactivate') {
    const people = await deactivateDemoPeople(deps)
    if (people.length > 0) {
      logger.error(
        { people },
        'demo people were active in production and are not any more: is this the right database?',
      )
    }
  }
}
