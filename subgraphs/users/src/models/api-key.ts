import { randomBytes } from 'node:crypto'
import { API_KEY_PREFIX, hashApiKey } from '@setrum/identity'
import { readObjectId } from '@setrum/subgraph-kit'
import mongoose, { type Connection, Schema, type Types } from 'mongoose'

const { trusted } = mongoose

export type ApiKeyKind = 'READ_ONLY' | 'SELLING'

interface Row {
  _id: Types.ObjectId
  name: string
  kind: ApiKeyKind
  /** SHA-256 of the key: the stored value is no credential. */
  hash: string
  hint: string
  userId: string
  createdAt: Date
  revokedAt: Date | null
}

const schema = new Schema<Row>(
  {
    name: { type: String, required: true },
    kind: { type: String, enum: ['READ_ONLY', 'SELLING'], required: true },
    hash: { type: String, required: true },
    hint: { type: String, required: true },
    userId: { type: String, required: true },
    createdAt: { type: Date, required: true },
    revokedAt: { type: Date, default: null },
  },
  { collection: 'apiKey', strict: 'throw', versionKey: false },
)
schema.index({ revokedAt: 1 })

/** Without the key itself, which is not stored. The key acts as `userId`. */
export interface ApiKey extends Omit<Row, '_id'> {
  id: string
}

/** The audit trail has the older ones. */
const MAX_REVOKED_LISTED = 100

export type ApiKeys = ReturnType<typeof apiKeysOf>

/** The collection `apiKey`. */
export function apiKeysOf(connection: Connection) {
  const model = connection.model<Row>('apiKey', schema)
  return {
    /** Creates a key of 256 random bits. @returns the key, which is not stored, and its record */
    create: async (fields: Pick<ApiKey, 'name' | 'kind' | 'userId'>, now: Date) => {
      const key = API_KEY_PREFIX + randomBytes(32).toString('base64url')
      const row = await model.create({ ...fields, hash: hashApiKey(key), hint: key.slice(-4), createdAt: now })
      return { key, apiKey: toApiKey(row) }
    },
    /** All live keys and the last revoked ones, newest first. */
    listed: async (): Promise<ApiKey[]> => {
      const [live, revoked] = await Promise.all([
        model.find({ revokedAt: null }).lean<Row[]>(),
        model
          .find({ revokedAt: trusted({ $ne: null }) })
          .sort({ revokedAt: -1 })
          .limit(MAX_REVOKED_LISTED)
          .lean<Row[]>(),
      ])
      return [...live, ...revoked].map(toApiKey).sort((a, b) => b.id.localeCompare(a.id))
    },
    live: async (): Promise<ApiKey[]> => (await model.find({ revokedAt: null }).lean<Row[]>()).map(toApiKey),
    byId: async (id: string): Promise<ApiKey | null> => {
      const row = await model.findOne({ _id: readObjectId(id) }).lean<Row>()
      return row && toApiKey(row)
    },
    /** @returns false when it had been revoked before */
    revoke: async (id: string, now: Date): Promise<boolean> => {
      const filter = { _id: readObjectId(id), revokedAt: trusted({ $eq: null }) }
      return (await model.updateOne(filter, { $set: { revokedAt: now } })).modifiedCount === 1
    },
  }
}

function toApiKey({ _id, name, kind, hash, hint, userId, createdAt, revokedAt }: Row): ApiKey {
  return { id: _id.toHexString(), name, kind, hash, hint, userId, createdAt, revokedAt: revokedAt ?? null }
}
