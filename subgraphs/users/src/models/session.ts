import { createHash, createHmac, randomBytes } from 'node:crypto'
import { readObjectId } from '@setrum/subgraph-kit'
import mongoose, { type Connection, Schema, type Types } from 'mongoose'

const { trusted } = mongoose

/** Rows are kept for a day after the session's end, so that an old refresh token is still told why it is refused. */
const KEEP_SECONDS = 24 * 3_600

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
sessionSchema.index({ sessionEndsAt: 1 }, { expireAfterSeconds: KEEP_SECONDS })

interface RefreshTokenRow {
  /** SHA-256 of the token: what is stored opens nothing. */
  _id: string
  sessionId: string
  usedAt: Date | null
  /** With the token itself, which is not stored, it makes the token's successor; null while it is not used. */
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
refreshTokenSchema.index({ sessionEndsAt: 1 }, { expireAfterSeconds: KEEP_SECONDS })

export interface Session {
  id: string
  userId: string
  /** When it is over whatever happens. */
  sessionEndsAt: Date
  /** When it was ended before that; null while it was not. */
  endedAt: Date | null
}

export type Sessions = ReturnType<typeof sessionsOf>

/** The collections `session` and `refreshToken`. A session is the family of the refresh tokens that name it. */
export function sessionsOf(connection: Connection) {
  const sessions = connection.model<SessionRow>('session', sessionSchema)
  const tokens = connection.model<RefreshTokenRow>('refreshToken', refreshTokenSchema)
  return {
    open: async (userId: string, sessionEndsAt: Date, now: Date): Promise<Session> =>
      toSession(await sessions.create({ userId, createdAt: now, sessionEndsAt })),
    /** Lets a refresh token open a session; safe to call again. Kept as a hash. */
    admit: async (token: string, { id, sessionEndsAt }: Session): Promise<void> => {
      const row = { sessionId: id, usedAt: null, salt: null, sessionEndsAt }
      await tokens.updateOne({ _id: hashOf(token) }, { $setOnInsert: row }, { upsert: true })
    },
    /** The session that a refresh token belongs to, and since when the token is used; null for no token of ours. */
    findByToken: async (token: string): Promise<{ session: Session; usedAt: Date | null } | null> => {
      const found = await tokens.findOne({ _id: hashOf(token) }).lean()
      const session = found && (await sessions.findOne({ _id: readObjectId(found.sessionId) }).lean())
      return session ? { session: toSession(session), usedAt: found.usedAt } : null
    },
    /**
     * Uses up a refresh token in one step: of all who present it, in whichever process, one is first.
     * @returns the one token that comes after it, whoever was first; null when it has none
     */
    useToken: async (token: string, now: Date): Promise<string | null> => {
      const _id = hashOf(token)
      await tokens.updateOne(
        { _id, usedAt: null },
        { $set: { usedAt: now, salt: randomBytes(32).toString('base64url') } },
      )
      const row = await tokens.findOne({ _id }).lean()
      return row?.salt ? createHmac('sha256', row.salt).update(token).digest('base64url') : null
    },
    /** @returns whether it had not ended before */
    end: async (sessionId: string, now: Date): Promise<boolean> => {
      const ended = await sessions.updateOne(
        { _id: readObjectId(sessionId), endedAt: null },
        { $set: { endedAt: now } },
      )
      return ended.modifiedCount === 1
    },
    /** Ends all sessions of a person, but one if it is named. */
    endAllOf: async (userId: string, now: Date, except: string | null = null): Promise<void> => {
      const other = except === null ? {} : { _id: trusted({ $ne: readObjectId(except) }) }
      await sessions.updateMany({ userId, endedAt: null, ...other }, { $set: { endedAt: now } })
    },
    /** The ids of sessions that were ended since an instant and would still run. */
    endedSince: async (since: Date, now: Date): Promise<string[]> => {
      const found = await sessions
        .find({ endedAt: trusted({ $gte: since }), sessionEndsAt: trusted({ $gt: now }) })
        .select('_id')
        .lean()
      return found.map(({ _id }) => _id.toHexString())
    },
  }
}

function toSession({ _id, userId, sessionEndsAt, endedAt }: SessionRow): Session {
  return { id: _id.toHexString(), userId, sessionEndsAt, endedAt: endedAt ?? null }
}

/** 256 random bits. */
export function newRefreshToken(): string {
  return randomBytes(32).toString('base64url')
}

/** What a token is stored and told apart by. */
function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}
