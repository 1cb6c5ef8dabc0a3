import { createHash } from 'node:crypto'
import { Mutex } from 'async-mutex'
import type { Connection } from 'mongoose'
import { RateLimiterMongo, RateLimiterRes } from 'rate-limiter-flexible'
import { rateLimited } from '../domain/errors.js'

const WINDOW_SECONDS = 15 * 60
const ACCOUNT_ATTEMPTS = 10
/** Higher than per account: all devices of a counter share one address. */
const ADDRESS_ATTEMPTS = 100

export interface SignInAttempt {
  /** The e-mail as typed, in lower case. It need not exist. */
  account: string
  /** The network address, if known. */
  address: string | undefined
}

export type SignInThrottle = ReturnType<typeof signInThrottle>

/**
 * Limits failed sign-ins per account and per address. Stored in the database, so that the limits hold across instances
 * and restarts. Accounts that do not exist are limited alike.
 */
export function signInThrottle(connection: Connection) {
  const limiter = (keyPrefix: string, points: number) =>
    new RateLimiterMongo({
      storeClient: connection,
      tableName: 'signInThrottle',
      keyPrefix,
      points,
      duration: WINDOW_SECONDS,
      blockDuration: WINDOW_SECONDS,
      // The database may not be up yet: see createIndexes.
      disableIndexesCreation: true,
    })
  const byAccount = limiter('account', ACCOUNT_ATTEMPTS)
  const byAddress = limiter('address', ADDRESS_ATTEMPTS)
  const runExclusive = keyedMutex()
  return {
    createIndexes: () => byAccount.createIndexes(),
    /**
     * Runs a verification. The attempt is counted first, so that concurrent attempts gain nothing. Success resets the
     * account's count and refunds the address. Attempts on one account run one at a time, so that concurrent correct
     * ones do not count as failures of each other.
     * @param verify returns null for a failed attempt
     * @throws RATE_LIMITED
     */
    limit: <T>({ account, address }: SignInAttempt, verify: () => Promise<T | null>): Promise<T | null> =>
      runExclusive(account, async () => {
        await consume(byAccount, keyOf(account))
        if (address) await consume(byAddress, keyOf(address))
        const result = await verify()
        if (result !== null) {
          await byAccount.delete(keyOf(account))
          if (address) await byAddress.reward(keyOf(address))
        }
        return result
      }),
  }
}

/** Runs tasks with the same key one at a time in this process; tasks with different keys run concurrently. */
function keyedMutex() {
  const mutexes = new Map<string, Mutex>()
  return async <T>(key: string, task: () => Promise<T>): Promise<T> => {
    const mutex = mutexes.get(key) ?? new Mutex()
    mutexes.set(key, mutex)
    try {
      return await mutex.runExclusive(task)
    } finally {
      if (!mutex.isLocked()) mutexes.delete(key)
    }
  }
}

async function consume(limiter: RateLimiterMongo, key: string): Promise<void> {
  try {
    await limiter.consume(key)
  } catch (error) {
    if (error instanceof RateLimiterRes) throw rateLimited(Math.max(1, Math.ceil(error.msBeforeNext / 1000)))
    throw error
  }
}

/** The collection stores hashes, never e-mails or addresses. */
function keyOf(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
