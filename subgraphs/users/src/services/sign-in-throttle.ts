import { createHash } from 'node:crypto'
import { Mutex } from 'async-mutex'
import type { Connection } from 'mongoose'
import { RateLimiterMongo, RateLimiterRes } from 'rate-limiter-flexible'
import { rateLimited } from '../domain/errors.js'

const QUARTER_HOUR_SECONDS = 15 * 60
/** Wrong tries for one account within a quarter of an hour; the next ones wait as long. */
const TRIES_AN_ACCOUNT = 10
/** A counter's tills share one address. */
const TRIES_AN_ADDRESS = 100

export interface Try {
  /** The account, as it was typed, in lower case; whether it exists does not matter. */
  account: string
  /** The network address, as far as it is known. */
  address: string | undefined
}

export type SignInThrottle = ReturnType<typeof signInThrottle>

/**
 * Slows down guessing, per account and per address. Kept in our database, so that it holds across instances and
 * restarts, and the same for accounts that do not exist.
 */
export function signInThrottle(connection: Connection) {
  const limiter = (keyPrefix: string, points: number) =>
    new RateLimiterMongo({
      storeClient: connection,
      tableName: 'signInThrottle',
      keyPrefix,
      points,
      duration: QUARTER_HOUR_SECONDS,
      blockDuration: QUARTER_HOUR_SECONDS,
      // The database may come later than we do: see createIndexes.
      disableIndexesCreation: true,
    })
  const byAccount = limiter('account', TRIES_AN_ACCOUNT)
  const byAddress = limiter('address', TRIES_AN_ADDRESS)
  const runExclusive = createKeyedMutex()
  return {
    createIndexes: () => byAccount.createIndexes(),
    /**
     * Lets a try be judged. It is counted before, so that many at once gain nothing, and when it was right, it and the
     * wrong ones for this account before it are forgotten. Tries for one account are judged one after the other, because
     * right ones that wait for each other's judgement must not count as guesses.
     * @param judge what was found, or null for a wrong try
     * @throws RATE_LIMITED
     */
    judge: <T>({ account, address }: Try, judge: () => Promise<T | null>): Promise<T | null> =>
      runExclusive(account, async () => {
        await consume(byAccount, keyOf(account))
        if (address) await consume(byAddress, keyOf(address))
        const found = await judge()
        if (found !== null) {
          await byAccount.delete(keyOf(account))
          if (address) await byAddress.reward(keyOf(address))
        }
        return found
      }),
  }
}

/** Runs tasks of the same key one after the other, in this process; those of different keys at the same time. */
function createKeyedMutex() {
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
  } catch (refusal) {
    if (refusal instanceof RateLimiterRes) throw rateLimited(Math.max(1, Math.ceil(refusal.msBeforeNext / 1000)))
    throw refusal
  }
}

/** Neither e-mails nor addresses stand in the collection. */
function keyOf(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
