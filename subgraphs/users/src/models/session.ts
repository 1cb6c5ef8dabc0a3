import { createHash, randomBytes } from 'node:crypto'
import { readObjectId } from '@setrum/subgraph-kit'
import mongoose, { type Connection, Schema, Types } from 'mongoose'

const { trusted } = mongoose

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
sessionSchema.index({ endedAt: 1 })
sessionSchema.index({ sessionEndsAt: 1 }, { expireAfterSeconds: 24 * 3600 })

interface RefreshTokenRow {
  /** SHA-256 of the token: what is stored opens nothing. */
  _id: string
  sessionId: string
  usedAt: Date | null
  expiresAt: Date
}

const refreshTokenSchema = new Schema<RefreshTokenRow>(
  {
    _id: { type: String, required: true },
    sessionId: { type: String, required: true },
    usedAt: { type: Date, default: null },
    expiresAt: { type: Date, required: true },
  },
  { collection: 'refreshToken', strict: 'throw', versionKey: false },
)
refreshTokenSchema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 })

export interface Session {
  id: string
  userId: string
  sessionEndsAt: Date
}

/** What presenting a refresh token came to. */
export type Redeemed =
  | { kind: 'ACCEPTED'; session: Session }
  /** It was used before, and not a moment ago: somebody has a copy. */
  | { kind: 'REUSED'; sessionId: string }
  | { kind: 'UNKNOWN' }

/**
 * Two tabs, or a lost answer and its retry, present the same token at once. Within this time the second is no thief;
 * it gets a token of its own.
 */
const DOUBLE_SUBMIT_MS = 10_000

export type Sessions = ReturnType<typeof sessionsOf>

/** Sessions and their refresh tokens. */
export function sessionsOf(connection: Connection) {
  const sessions = connection.model<SessionRow>('session', sessionSchema)
  const tokens = connection.model<RefreshTokenRow>('refreshToken', refreshTokenSchema)
  const running = async (id: string, now: Date): Promise<Session | null> => {
    const row = await sessions
      .findOne({ _id: readObjectId(id), endedAt: null, sessionEndsAt: trusted({ $gt: now }) })
      .lean<SessionRow>()
    return row ? { id: String(row._id), userId: row.userId, sessionEndsAt: row.sessionEndsAt } : null
  }
  return {
    createIndexes: async () => {
      await Promise.all([sessions.createIndexes(), tokens.createIndexes()])
    },
    open: async (userId: string, sessionEndsAt: Date, now: Date): Promise<Session> => {
      const _id = new Types.ObjectId()
      await sessions.create([{ _id, userId, createdAt: now, sessionEndsAt, endedAt: null }])
      return { id: String(_id), userId, sessionEndsAt }
    },
    /** A new refresh token of a session: 256 random bits, kept as a hash. */
    issueToken: async (session: Session): Promise<string> => {
      const token = randomBytes(32).toString('base64url')
      await tokens.create([
        { _id: hashOf(token), sessionId: session.id, usedAt: null, expiresAt: session.sessionEndsAt },
      ])
      return token
    },
    /** Uses up a refresh token, in one step: of many who present the same one, one is first. */
    redeem: async (token: string, now: Date): Promise<Redeemed> => {
      const _id = hashOf(token)
      const first = await tokens
        .findOneAndUpdate({ _id, usedAt: null }, { $set: { usedAt: now } })
        .lean<RefreshTokenRow>()
      const row = first ?? (await tokens.findOne({ _id }).lean<RefreshTokenRow>())
      if (!row) return { kind: 'UNKNOWN' }
      const isDoubleSubmit = row.usedAt !== null && now.getTime() - row.usedAt.getTime() < DOUBLE_SUBMIT_MS
      if (!first && !isDoubleSubmit) return { kind: 'REUSED', sessionId: row.sessionId }
      const session = await running(row.sessionId, now)
      return session ? { kind: 'ACCEPTED', session } : { kind: 'UNKNOWN' }
    },
    sessionOf: async (token: string): Promise<string | null> => {
      const row = await tokens.findOne({ _id: hashOf(token) }).lean<RefreshTokenRow>()
      return row?.sessionId ?? null
    },
    end: async (sessionId: string, now: Date): Promise<void> => {
      await sessions.updateOne({ _id: readObjectId(sessionId), endedAt: null }, { $set: { endedAt: now } })
    },
    /** Ends all sessions of a person, but one if named. */
    endAllOf: async (userId: string, now: Date, except: string | null = null): Promise<void> => {
      const other = except === null ? {} : { _id: trusted({ $ne: readObjectId(except) }) }
      await sessions.updateMany({ userId, endedAt: null, ...other }, { $set: { endedAt: now } })
    },
    /** Sessions that were ended since an instant and would still run. */
    endedSince: async (since: Date, now: Date): Promise<string[]> => {
      const rows = await sessions
        .find({ endedAt: trusted({ $gte: since }), sessionEndsAt: trusted({ $gt: now }) })
        .select('_id')
        .limit(10_000)
        .lean<SessionRow[]>()
      return rows.map((row) => String(row._id))
    },
  }
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}
