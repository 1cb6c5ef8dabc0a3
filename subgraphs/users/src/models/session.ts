import { createHash, randomBytes } from 'node:crypto'
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
  sessionEndsAt: Date
}

const refreshTokenSchema = new Schema<RefreshTokenRow>(
  {
    _id: { type: String, required: true },
    sessionId: { type: String, required: true },
    usedAt: { type: Date, default: null },
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
    /** A new refresh token of a session: 256 random bits, kept as a hash. */
    issueToken: async ({ id, sessionEndsAt }: Session): Promise<string> => {
      const token = randomBytes(32).toString('base64url')
      await tokens.create({ _id: hashOf(token), sessionId: id, sessionEndsAt })
      return token
    },
    /** The session that a refresh token belongs to, and whether the token was used before; null for no token of ours. */
    findByToken: async (token: string): Promise<{ session: Session; isUsed: boolean } | null> => {
      const found = await tokens.findOne({ _id: hashOf(token) }).lean()
      const session = found && (await sessions.findOne({ _id: readObjectId(found.sessionId) }).lean())
      return session ? { session: toSession(session), isUsed: found.usedAt !== null } : null
    },
    /** Uses up a refresh token in one step: of all who present it, one is first. @returns whether it was us */
    useToken: async (token: string, now: Date): Promise<boolean> => {
      const { modifiedCount } = await tokens.updateOne({ _id: hashOf(token), usedAt: null }, { $set: { usedAt: now } })
      return modifiedCount === 1
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

/** What a token is stored and told apart by. */
export function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}
