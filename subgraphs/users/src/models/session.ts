import { createHash, createHmac, randomBytes } from 'node:crypto'
import { readObjectId } from '@setrum/subgraph-kit'
import mongoose, { type Connection, Schema, type Types } from 'mongoose'

const { trusted } = mongoose

/** Keeps rows for a day after the session's end, so that an old refresh token still gets the specific error. */
const RETENTION_SECONDS = 24 * 3_600

interface SessionRow {
  _id: Types.ObjectId
  userId: string
  createdAt: Date
  sessionEndsAt: Date
  endedAt: Date | null
}

const sessionSchema = new Schema<SessionRow>(
  {
    userId: { type: String, required: true },
    createdAt: { type: Date, required: true },
    sessionEndsAt: { type: Date, required: true },
    endedAt: { type: Date, default: null },
  },
  { collection: 'session', strict: 'throw', versionKey: false },
)
sessionSchema.index({ userId: 1, endedAt: 1 })
sessionSchema.index({ endedAt: 1, sessionEndsAt: 1 })
sessionSchema.index({ sessionEndsAt: 1 }, { expireAfterSeconds: RETENTION_SECONDS })

interface RefreshTokenRow {
  /** SHA-256 of the token: the stored value is no credential. */
  _id: string
  sessionId: string
  usedAt: Date | null
  /** The successor is an HMAC of the token under this salt; null until first use. */
  salt: string | null
  sessionEndsAt: Date
}

const refreshTokenSchema = new Schema<RefreshTokenRow>(
  {
    _id: { type: String, required: true },
    sessionId: { type: String, required: true },
    usedAt: { type: Date, default: null },
    salt: { type: String, default: null },
    sessionEndsAt: { type: Date, required: true },
  },
  { collection: 'refreshToken', strict: 'throw', versionKey: false },
)
refreshTokenSchema.index({ sessionEndsAt: 1 }, { expireAfterSeconds: RETENTION_SECONDS })

export interface Session {
  id: string
  userId: string
  /** Fixed at sign-in. */
  sessionEndsAt: Date
  /** Set when it was ended early. */
  endedAt: Date | null
}

export interface FoundToken {
  session: Session
  /** First use; null before. */
  usedAt: Date | null
  isSuccessorUsed: boolean
}

export type Sessions = ReturnType<typeof sessionsOf>

/** The collections `session` and `refreshToken`. A session owns a chain of refresh tokens. */
export function sessionsOf(connection: Connection) {
  const sessions = connection.model<SessionRow>('session', sessionSchema)
  const tokens = connection.model<RefreshTokenRow>('refreshToken', refreshTokenSchema)
  return {
    open: async (userId: string, sessionEndsAt: Date, now: Date): Promise<Session> =>
      toSession(await sessions.create({ userId, createdAt: now, sessionEndsAt })),
    /** Adds a refresh token to a session, as a hash. Idempotent. */
    addToken: async (token: string, { id, sessionEndsAt }: Session): Promise<void> => {
      const row = { sessionId: id, usedAt: null, salt: null, sessionEndsAt }
      await tokens.updateOne({ _id: hashOf(token) }, { $setOnInsert: row }, { upsert: true })
    },
    /** A refresh token with its session; null for an unknown token. */
    findByToken: async (token: string): Promise<FoundToken | null> => {
      const found = await tokens.findOne({ _id: hashOf(token) }).lean()
      const session = found && (await sessions.findOne({ _id: readObjectId(found.sessionId) }).lean())
      if (!session) return null
      const successor = found.salt ? await tokens.findOne({ _id: hashOf(successorOf(token, found.salt)) }).lean() : null
      const isSuccessorUsed = Boolean(successor?.usedAt)
      return { session: toSession(session), usedAt: found.usedAt, isSuccessorUsed }
    },
    /**
     * Marks a refresh token as used. Atomic: of concurrent calls in any process, one is first.
     * @returns the token's only successor, the same for all callers; null for an unknown token
     */
    useToken: async (token: string, now: Date): Promise<string | null> => {
      const _id = hashOf(token)
      await tokens.updateOne(
        { _id, usedAt: null },
        { $set: { usedAt: now, salt: randomBytes(32).toString('base64url') } },
      )
      const row = await tokens.findOne({ _id }).lean()
      return row?.salt ? successorOf(token, row.salt) : null
    },
    /** @returns false when it had ended before */
    end: async (sessionId: string, now: Date): Promise<boolean> => {
      const ended = await sessions.updateOne(
        { _id: readObjectId(sessionId), endedAt: null },
        { $set: { endedAt: now } },
      )
      return ended.modifiedCount === 1
    },
    /** Ends all sessions of a user; `keptId` stays open. */
    endAllOf: async (userId: string, now: Date, keptId: string | null = null): Promise<void> => {
      const others = keptId === null ? {} : { _id: trusted({ $ne: readObjectId(keptId) }) }
      await sessions.updateMany({ userId, endedAt: null, ...others }, { $set: { endedAt: now } })
    },
    /** Ids of sessions that ended early since an instant, and whose end is not before `expiredBefore`. */
    endedSince: async (since: Date, expiredBefore: Date): Promise<string[]> => {
      const found = await sessions
        .find({ endedAt: trusted({ $gte: since }), sessionEndsAt: trusted({ $gt: expiredBefore }) })
        .select('_id')
        .lean()
      return found.map(({ _id }) => _id.toHexString())
    },
  }
}

function toSession({ _id, userId, sessionEndsAt, endedAt }: SessionRow): Session {
  return { id: _id.toHexString(), userId, sessionEndsAt, endedAt: endedAt ?? null }
}

/** @returns 256 random bits, base64url */
export function newRefreshToken(): string {
  return randomBytes(32).toString('base64url')
}

function successorOf(token: string, salt: string): string {
  return createHmac('sha256', salt).update(token).digest('base64url')
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}
