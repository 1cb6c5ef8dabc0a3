import type { Logger } from '@setrum/service-runtime'
import { Redis } from 'ioredis'

/** Longest time that a request waits for Redis. A connection without a reply for so long is replaced. */
const TIMEOUT_MS = 500
const CONNECT_TIMEOUT_MS = 1_000
const MAX_RETRY_DELAY_MS = 1_000

/**
 * Connects to Redis in the background: the gateway starts, stays ready and responds without it. While it is unavailable,
 * commands are rejected at once, and the outage is logged once.
 */
export function connectRedis(url: string, logger: Logger, timeoutMs = TIMEOUT_MS): Redis {
  const redis = new Redis(url, {
    commandTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    connectTimeout: CONNECT_TIMEOUT_MS,
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    retryStrategy: (attempts) => Math.min(attempts * 100, MAX_RETRY_DELAY_MS),
  })
  let isLogged = false
  redis.on('ready', () => {
    isLogged = false
    logger.info({ event: 'redis.connected' }, 'Redis is connected')
  })
  redis.on('error', (err: unknown) => {
    if (isLogged) return
    isLogged = true
    logger.warn(
      { event: 'redis.unavailable', err },
      'Redis is unavailable; this process uses its own memory until it is back',
    )
  })
  return redis
}
