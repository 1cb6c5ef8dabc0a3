import type { Logger } from '@setrum/service-runtime'
import { z } from 'zod'
import type { SubgraphClient } from '../upstream/subgraph-client.js'
import type { KeyHolder, SessionView } from './authenticate.js'

const CHANGES = `query SessionChanges($since: DateTime) {
  sessionChanges(since: $since) { at endedSessions inactivePeople apiKeys { id hash kind userId shiftId } }
}`
const TIMEOUT_MS = 1_000
/** No session is longer than an admin's 12 hours. */
const REMEMBER_MS = 24 * 60 * 60 * 1_000

const changes = z.object({
  sessionChanges: z.object({
    at: z.string(),
    endedSessions: z.array(z.string()),
    inactivePeople: z.array(z.string()),
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

export interface SessionsOptions {
  users: SubgraphClient
  everyMs: number
  logger: Logger
  now: () => Date
}

/**
 * The gateway's view of sessions that were ended, people who are no longer active and API keys that work: asked of
 * users every other second, and the last known while users is down.
 */
export class Sessions implements SessionView {
  readonly #options: SessionsOptions
  readonly #ended = new Map<string, number>()
  #inactive: ReadonlySet<string> = new Set()
  #apiKeys: ReadonlyMap<string, KeyHolder> = new Map()
  #since: string | null = null
  #isUsersUp = true
  #timer: NodeJS.Timeout | null = null
  #isStopped = false

  constructor(options: SessionsOptions) {
    this.#options = options
  }

  isEnded(sessionId: string): boolean {
    return this.#ended.has(sessionId)
  }

  isInactive(userId: string): boolean {
    return this.#inactive.has(userId)
  }

  apiKeyOf(hash: string): KeyHolder | null {
    return this.#apiKeys.get(hash) ?? null
  }

  /** Never before users was heard once: a session that was stolen and ended would come back. */
  honoursExpired(): boolean {
    return !this.#isUsersUp && this.#since !== null
  }

  /** Begins to ask, and goes on until stopped. Does not wait for the first answer. */
  start(): void {
    void this.#ask().finally(() => {
      if (this.#isStopped) return
      this.#timer = setTimeout(() => this.start(), this.#options.everyMs)
      this.#timer.unref()
    })
  }

  stop(): void {
    this.#isStopped = true
    if (this.#timer) clearTimeout(this.#timer)
  }

  async #ask(): Promise<void> {
    const { users, logger } = this.#options
    try {
      const { data, errors } = await users.send({
        body: JSON.stringify({ query: CHANGES, variables: { since: this.#since } }),
        viewer: { role: 'SERVICE', service: 'gateway' },
        language: 'en',
        requestId: crypto.randomUUID(),
        timeoutMs: TIMEOUT_MS,
        operation: 'query',
        fields: [],
        parent: null,
      })
      this.#isUsersUp = true
      const said = changes.safeParse(data)
      if (said.success) this.#take(said.data.sessionChanges)
      else logger.error({ errors }, 'users does not say which sessions have ended')
    } catch {
      // The client has logged why. What was known stays known.
      this.#isUsersUp = false
    }
  }

  #take({ at, endedSessions, inactivePeople, apiKeys }: z.infer<typeof changes>['sessionChanges']): void {
    const now = this.#options.now().getTime()
    this.#since = at
    for (const session of endedSessions) this.#ended.set(session, now)
    for (const [session, since] of this.#ended) if (since < now - REMEMBER_MS) this.#ended.delete(session)
    this.#inactive = new Set(inactivePeople)
    this.#apiKeys = new Map(apiKeys.map(({ hash, ...holder }) => [hash, holder]))
  }
}
