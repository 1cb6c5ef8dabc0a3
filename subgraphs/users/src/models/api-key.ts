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
  /** SHA-256 of the key: what is stored opens nothing. */
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

/** What is kept of a key. `userId` is for whom it acts. */
export interface ApiKey extends Omit<Row, '_id'> {
  id: string
}

/** A revoked key is history; the audit record has them all. */
const REVOKED_SHOWN = 100

export type ApiKeys = ReturnType<typeof apiKeysOf>

/** The collection `apiKey`. */
export function apiKeysOf(connection: Connection) {
  const model = connection.model<Row>('apiKey', schema)
  return {
    /** Makes a key of 256 random bits. @returns the key itself, which is not kept, and what is */
    create: async (fields: Pick<ApiKey, 'name' | 'kind' | 'userId'>, now: Date) => {
      const key = API_KEY_PREFIX + randomBytes(32).toString('base64url')
      const row = await model.create({ ...fields, hash: hashApiKey(key), hint: key.slice(-4), createdAt: now })
      return { key, apiKey: toApiKey(row) }
    },
    /** All that work, so that each can be revoked, and those that were revoked last; the newest first. */
    shown: async (): Promise<ApiKey[]> => {
      const [working, revoked] = await Promise.all([
        model.find({ revokedAt: null }).lean<Row[]>(),
        model
          .find({ revokedAt: trusted({ $ne: null }) })
          .sort({ revokedAt: -1 })
          .limit(REVOKED_SHOWN)
          .lean<Row[]>(),
      ])
      return [...working, ...revoked].map(toApiKey).sort((a, b) => b.id.localeCompare(a.id))
    },
    live: async (): Promise<ApiKey[]> => (await model.find({ revokedAt: null }).lean<Row[]>()).map(toApiKey),
    byId: async (id: string): Promise<ApiKey | null> => {
      const row = await model.findOne({ _id: readObjectId(id) }).lean<Row>()
      return row && toApiKey(row)
    },
    /** @returns whether it had not been revoked before */
    revoke: async (id: string, now: Date): Promise<boolean> => {
      const filter = { _id: readObjectId(id), revokedAt: trusted({ $eq: null }) }
      return (await model.updateOne(filter, { $set: { revokedAt: now } })).modifiedCount === 1
    },
  }
}

function toApiKey({ _id, name, kind, hash, hint, userId, createdAt, revokedAt }: Row): ApiKey {
  return { id: _id.toHexString(), name, kind, hash, hint, userId, createdAt, revokedAt: revokedAt ?? null }
}
