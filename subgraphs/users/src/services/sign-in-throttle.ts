import { createHash } from 'node:crypto'
import type { Connection } from 'mongoose'
import { RateLimiterMongo, RateLimiterRes } from 'rate-limiter-flexible'
import { rateLimited } from '../domain/errors.js'

const QUARTER_HOUR_SECONDS = 15 * 60
/** Wrong tries for one account before it has to wait. */
const TRIES_AN_ACCOUNT = 10
/** A counter's tills share one address. */
const TRIES_AN_ADDRESS = 100

/**
 * Slows down guessing, per account and per address. Kept in our database, so that it holds across instances and
 * restarts, and the same for accounts that do not exist.
 */
export function signInThrottle(connection: Connection) {
  const limiter = (name: string, points: number) =>
    new RateLimiterMongo({
      storeClient: connection,
      tableName: 'signInThrottle',
      keyPrefix: name,
      points,
      duration: QUARTER_HOUR_SECONDS,
      blockDuration: QUARTER_HOUR_SECONDS,
    })
  const byAccount = limiter('account', TRIES_AN_ACCOUNT)
  const byAddress = limiter('address', TRIES_AN_ADDRESS)
  const keyOf = (text: string) => createHash('sha256').update(text).digest('hex')
  return {
    /** Counts a try before it is judged, so that many at once gain nothing. @throws RATE_LIMITED */
    countTry: async (email: string, address: string | undefined): Promise<void> => {
      await take(byAccount, keyOf(email))
      if (address) await take(byAddress, keyOf(address))
    },
    /** The try was right: it and the wrong ones before it are forgotten. */
    forget: async (email: string, address: string | undefined): Promise<void> => {
      await byAccount.delete(keyOf(email))
      if (address) await byAddress.reward(keyOf(address))
    },
  }
}

export type SignInThrottle = ReturnType<typeof signInThrottle>

async function take(limiter: RateLimiterMongo, key: string): Promise<void> {
  try {
    await limiter.consume(key)
  } catch (refusal) {
    if (refusal instanceof RateLimiterRes) throw rateLimited(Math.ceil(refusal.msBeforeNext / 1000))
    throw refusal
  }
}
