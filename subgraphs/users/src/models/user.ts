import type { Role } from '@setrum/identity'
import { readObjectId } from '@setrum/subgraph-kit'
import mongoose, { type Connection, Schema, Types } from 'mongoose'
import { z } from 'zod'
import { conflictOf } from './conflict.js'
import { INACTIVE_VALUES, type UserConditions, userFilter } from './user-filter.js'

const { trusted } = mongoose

const userSchema = new Schema(
  {
    name: { type: String, required: true },
    phone: { type: String, required: true },
    email: { type: String, required: true },
    numberId: { type: String, required: true },
    address: { type: String, default: null },
    password: { type: String, required: true, select: false },
    // Boolean; rows of the old system may spell it otherwise.
    active: { type: Schema.Types.Mixed, required: true },
    userType: { type: String, required: true, enum: ['user', 'admin'] },
    // Text; an ObjectId in some rows of the old system.
    officeHoursId: { type: Schema.Types.Mixed, default: null },
  },
  { timestamps: true, collection: 'user', strict: 'throw', versionKey: false },
)
userSchema.index({ email: 1 }, { unique: true })
userSchema.index({ numberId: 1 }, { unique: true })
userSchema.index({ name: 1, _id: 1 })
userSchema.index({ active: 1 })

// Rows of the old system may lack columns, and may hold numbers instead of text.
const text = z.union([z.string(), z.number().transform(String)]).catch('')
// A user deactivated in any spelling must not sign in.
const flag = z.union([z.literal([...INACTIVE_VALUES]).transform(() => false), z.boolean()]).catch(true)
const instant = z.date().optional().catch(undefined)
const row = z.object({
  _id: z.instanceof(Types.ObjectId),
  name: text,
  phone: text,
  email: text,
  numberId: text,
  address: text,
  active: flag,
  userType: z.enum(['user', 'admin']).catch('user'),
  officeHoursId: z
    .union([z.string(), z.instanceof(Types.ObjectId).transform(String)])
    .nullable()
    .catch(null),
  createdAt: instant,
  updatedAt: instant,
})
const rowWithPassword = row.extend({ password: z.string().catch('') })

/** Without the password. */
export interface User {
  id: string
  employeeNumber: string
  name: string
  /** In lower case. */
  email: string
  phone: string
  address: string | null
  role: Role
  active: boolean
  /** Null for admins. */
  shiftId: string | null
  createdAt: Date
  updatedAt: Date
}

export interface NewUser extends Omit<User, 'id' | 'createdAt' | 'updatedAt'> {
  passwordHash: string
}

export type UserChange = Partial<Pick<User, 'name' | 'phone' | 'address' | 'active' | 'shiftId'>>

/** A page begins after the user with this name and id, or after `skip` users. */
export type PageStart = { after: { name: string; id: string } } | { skip: number }

export type Users = ReturnType<typeof usersOf>

/** The collection `user`. */
export function usersOf(connection: Connection) {
  const model = connection.model('user', userSchema)
  const byId = async (id: string): Promise<User | null> => {
    const _id = readObjectId(id)
    const found = _id && (await model.findOne({ _id }).lean())
    return found ? toUser(found) : null
  }
  return {
    byId,
    /** In the order of `ids`; null for an unknown id. */
    byIds: async (ids: readonly string[]): Promise<(User | null)[]> => {
      const known = ids.map(readObjectId).filter((id) => id !== null)
      const found = (await model.find({ _id: trusted({ $in: known }) }).lean()).map(toUser)
      const users = new Map(found.map((user) => [user.id, user]))
      return ids.map((id) => users.get(id.toLowerCase()) ?? null)
    },
    /** The only method that reads password hashes. */
    withPassword: async (by: { email: string } | { id: string }) => {
      const filter = 'email' in by ? { email: by.email } : { _id: readObjectId(by.id) }
      const found = await model.findOne(filter).select('+password').lean()
      return found ? { user: toUser(found), passwordHash: rowWithPassword.parse(found).password } : null
    },
    /** @throws CONFLICT naming the field when the e-mail or the employee number is taken */
    insert: async (user: NewUser): Promise<User> => {
      try {
        return toUser((await model.create(columnsOfNew(user))).toObject())
      } catch (error) {
        throw conflictOf(error) ?? error
      }
    },
    /** @returns the user before and after the change; null for an unknown id */
    update: async (id: string, change: UserChange): Promise<{ before: User; after: User } | null> => {
      const _id = readObjectId(id)
      if (!_id) return null
      const set = { $set: columnsOf(change) }
      const before = await model.findOneAndUpdate({ _id }, set, { returnDocument: 'before' }).lean()
      const after = await byId(id)
      return before && after ? { before: toUser(before), after } : null
    },
    setPassword: async (id: string, passwordHash: string): Promise<void> => {
      await model.updateOne({ _id: readObjectId(id) }, { $set: { password: passwordHash } })
    },
    /** Whether an active admin has a password hash in a readable form. */
    hasAdminWhoCanSignIn: async (): Promise<boolean> => {
      const password = trusted({ $regex: '^\\$(argon2id|2[aby])\\$' })
      return (await model.exists({ userType: 'admin', active: trusted({ $nin: INACTIVE_VALUES }), password })) !== null
    },
    all: async (): Promise<User[]> => (await model.find().sort({ _id: 1 }).lean()).map(toUser),
    inactiveIds: async (): Promise<string[]> => {
      const found = await model
        .find({ active: trusted({ $in: INACTIVE_VALUES }) })
        .select('_id')
        .lean()
      return found.map(({ _id }) => _id.toHexString())
    },
    /** At most `limit` users by name, and the count of all matches. */
    page: async (conditions: UserConditions, start: PageStart, limit: number) => {
      const all = userFilter(conditions)
      const from = 'after' in start ? [isAfter(start.after)] : []
      const [found, totalCount] = await Promise.all([
        model
          .find({ $and: [...all, ...from] })
          .sort({ name: 1, _id: 1 })
          .skip('skip' in start ? start.skip : 0)
          .limit(limit)
          .lean(),
        model.countDocuments({ $and: all }),
      ])
      return { users: found.map(toUser), totalCount }
    },
    /**
     * Lowers e-mails that the old system stored with capitals; sign-in looks them up in lower case.
     * @returns ids of users whose lower-case e-mail belongs to another user: the owner must decide
     */
    lowercaseEmails: async (): Promise<string[]> => {
      const found = await model.find({ email: trusted({ $regex: '[A-Z]' }) }).lean()
      const taken: string[] = []
      for (const { _id, email } of found) {
        try {
          await model.updateOne({ _id }, { $set: { email: String(email).toLowerCase() } })
        } catch (error) {
          if (!conflictOf(error)) throw error
          taken.push(_id.toHexString())
        }
      }
      return taken
    },
    /** Inserts users under fixed ids unless others exist. Idempotent. */
    seed: async (newUsers: readonly (NewUser & { id: string })[]): Promise<void> => {
      const ids = newUsers.map(({ id }) => new Types.ObjectId(id))
      if (await model.exists({ _id: trusted({ $nin: ids }) })) return
      for (const { id, ...user } of newUsers) {
        const columns = { $setOnInsert: columnsOfNew(user) }
        await model.updateOne({ _id: new Types.ObjectId(id) }, columns, { upsert: true })
      }
    },
  }
}

function isAfter({ name, id }: { name: string; id: string }): object {
  return { $or: [{ name: trusted({ $gt: name }) }, { name, _id: trusted({ $gt: readObjectId(id) }) }] }
}

function columnsOfNew(user: NewUser) {
  const userType: 'admin' | 'user' = user.role === 'ADMIN' ? 'admin' : 'user'
  return {
    name: user.name,
    phone: user.phone,
    email: user.email,
    numberId: user.employeeNumber,
    address: user.address,
    password: user.passwordHash,
    active: user.active,
    userType,
    officeHoursId: user.shiftId,
  }
}

function columnsOf({ shiftId, ...change }: UserChange) {
  return { ...change, ...(shiftId === undefined ? {} : { officeHoursId: shiftId }) }
}

function toUser(stored: unknown): User {
  const { _id, numberId, userType, officeHoursId, address, createdAt, updatedAt, ...rest } = row.parse(stored)
  return {
    ...rest,
    id: _id.toHexString(),
    employeeNumber: numberId,
    address: address || null,
    role: userType === 'admin' ? 'ADMIN' : 'EMPLOYEE',
    shiftId: userType === 'admin' ? null : officeHoursId || null,
    createdAt: createdAt ?? _id.getTimestamp(),
    updatedAt: updatedAt ?? createdAt ?? _id.getTimestamp(),
  }
}
