import type { Logger } from '@setrum/service-runtime'
import type { SubgraphHttpClient } from '@setrum/subgraph-client'
import { z } from 'zod'
import type { GraphqlResponse } from '../executor/fetch.js'
import { SessionChangesDocument } from '../generated/users-operations.js'
import type { ApiKeyPrincipal, SessionStatus } from './authenticate.js'

const TIMEOUT_MS = 1_000
/** Longer than the longest session (12 hours, for admins). */
const ENDED_SESSION_RETENTION_MS = 24 * 60 * 60 * 1_000

const sessionChangesResult = z.object({
  sessionChanges: z.object({
    at: z.string(),
    endedSessions: z.array(z.string()),
    inactiveUsers: z.array(z.string()),
    apiKeys: z.array(
      z.object({
        id: z.string(),
        hash: z.string(),
        kind: z.enum(['READ_ONLY', 'SELLING']),
        userId: z.string(),
        shiftId: z.string().nullable(),
      }),
    ),
  }),
})

export interface SessionStatusPollerOptions {
  users: SubgraphHttpClient<GraphqlResponse>
  intervalMs: number
  logger: Logger
  now: () => Date
}

/**
 * Keeps ended sessions, inactive users and active API keys. Polls users; while users is unavailable, or answers without
 * its database, the last known state remains in use.
 */
export class SessionStatusPoller implements SessionStatus {
  readonly #options: SessionStatusPollerOptions
  readonly #ended = new Map<string, number>()
  #inactive: ReadonlySet<string> = new Set()
  #apiKeys: ReadonlyMap<string, ApiKeyPrincipal> = new Map()
  #since: string | null = null
  #lastPoll: 'ok' | 'no-response' | 'invalid-response' = 'ok'
  #timer: NodeJS.Timeout | null = null
  #isStopped = false

  constructor(options: SessionStatusPollerOptions) {
    this.#options = options
  }

  isEnded(sessionId: string): boolean {
    return this.#ended.has(sessionId)
  }

  isInactive(userId: string): boolean {
    return this.#inactive.has(userId)
  }

  findApiKey(hash: string): ApiKeyPrincipal | null {
    return this.#apiKeys.get(hash) ?? null
  }

  /** False until the first successful poll: an ended session must not become valid again after a restart. */
  acceptsExpiredToken(): boolean {
    return this.#lastPoll !== 'ok' && this.#since !== null
  }

  /** Polls until stopped. Does not wait for the first response. */
  start(): void {
    void this.#poll().finally(() => {
      if (this.#isStopped) return
      this.#timer = setTimeout(() => this.start(), this.#options.intervalMs)
      this.#timer.unref()
    })
  }

  stop(): void {
    this.#isStopped = true
    if (this.#timer) clearTimeout(this.#timer)
  }

  async #poll(): Promise<void> {
    const { users, logger } = this.#options
    try {
      const { data, errors } = await users.send({
        body: JSON.stringify({ query: SessionChangesDocument.toString(), variables: { since: this.#since } }),
        viewer: { role: 'SERVICE', service: 'gateway' },
        language: 'en',
        requestId: crypto.randomUUID(),
        timeoutMs: TIMEOUT_MS,
        operation: 'query',
      })
      const parsed = sessionChangesResult.safeParse(data)
      if (parsed.success) this.#apply(parsed.data.sessionChanges)
      // Logged once per outage: polls are frequent.
      else if (this.#lastPoll !== 'invalid-response')
        logger.error({ event: 'session_status.invalid_response', errors }, 'users returned an invalid session status')
      this.#lastPoll = parsed.success ? 'ok' : 'invalid-response'
    } catch {
      // The client has logged the error. The last known state remains.
      this.#lastPoll = 'no-response'
    }
  }

  #apply({ at, endedSessions, inactiveUsers, apiKeys }: z.infer<typeof sessionChangesResult>['sessionChanges']): void {
    const now = this.#options.now().getTime()
    this.#since = at
    for (const session of endedSessions) this.#ended.set(session, now)
    for (const [session, since] of this.#ended)
      if (since < now - ENDED_SESSION_RETENTION_MS) this.#ended.delete(session)
    this.#inactive = new Set(inactiveUsers)
    this.#apiKeys = new Map(apiKeys.map(({ hash, ...principal }) => [hash, principal]))
  }
}
