import type { Role } from '@setrum/identity'
import { DomainError, readObjectId } from '@setrum/subgraph-kit'
import mongoose, { type Connection, Schema, Types } from 'mongoose'

const { trusted } = mongoose

/** A row of `user`, as the old system named its columns. */
interface UserRow {
  _id: Types.ObjectId
  name: string
  phone?: string | null
  email: string
  numberId: string
  address?: string | null
  password?: string
  active?: boolean
  userType: 'user' | 'admin'
  officeHoursId?: Types.ObjectId | string | null
  createdAt?: Date
  updatedAt?: Date
}

const userSchema = new Schema(
  {
    name: { type: String, required: true },
    phone: { type: String, default: '' },
    email: { type: String, required: true },
    numberId: { type: String, required: true },
    address: { type: String, default: null },
    password: { type: String, required: true, select: false },
    active: { type: Boolean, required: true, default: true },
    userType: { type: String, required: true, enum: ['user', 'admin'] },
    // An ObjectId in some rows of the old system, text in ours.
    officeHoursId: { type: Schema.Types.Mixed, default: null },
  },
  { timestamps: true, collection: 'user', strict: 'throw', versionKey: false },
)
userSchema.index({ email: 1 }, { unique: true })
userSchema.index({ numberId: 1 }, { unique: true })
userSchema.index({ name: 1, _id: 1 })

/** A person, without the password. */
export interface User {
  id: string
  employeeNumber: string
  name: string
  email: string
  phone: string
  address: string | null
  role: Role
  active: boolean
  shiftId: string | null
  createdAt: Date
  updatedAt: Date
}

export interface NewUser extends Omit<User, 'id' | 'createdAt' | 'updatedAt'> {
  id?: string
  passwordHash: string
}

export interface UserConditions {
  search?: string | null | undefined
  role?: Role | null | undefined
  active?: boolean | null | undefined
  shiftId?: string | null | undefined
}

export interface UserPage {
  people: User[]
  totalCount: number
  hasPrevious: boolean
  hasNext: boolean
}

export type Users = ReturnType<typeof usersOf>

/** The people in the database. */
export function usersOf(connection: Connection) {
  const model = connection.model<UserRow>('user', userSchema as unknown as Schema<UserRow>)
  const read = (row: UserRow | null): User | null => (row ? toUser(row) : null)
  return {
    createIndexes: async () => {
      await model.createIndexes()
    },
    isEmpty: async () => (await model.exists({})) === null,
    byId: async (id: string): Promise<User | null> => {
      const _id = readObjectId(id)
      return _id && read(await model.findOne({ _id }).lean<UserRow>())
    },
    /** In the order of the ids; null where there is none. */
    byIds: async (ids: readonly string[]): Promise<(User | null)[]> => {
      const known = ids.map(readObjectId).filter((id) => id !== null)
      const rows = await model.find({ _id: trusted({ $in: known }) }).lean<UserRow[]>()
      const found = new Map(rows.map((row) => [row._id.toHexString(), toUser(row)]))
      return ids.map((id) => found.get(id.toLowerCase()) ?? null)
    },
    /** With the password's hash: for signing in only. */
    withPassword: async (
      by: { email: string } | { id: string },
    ): Promise<{ user: User; passwordHash: string } | null> => {
      const filter = 'email' in by ? { email: by.email } : { _id: readObjectId(by.id) }
      const row = await model.findOne(filter).select('+password').lean<UserRow>()
      return row ? { user: toUser(row), passwordHash: row.password ?? '' } : null
    },
    /** @throws CONFLICT naming the field when the e-mail or the employee number is taken */
    insert: async (user: NewUser): Promise<User> => {
      const row = {
        ...(user.id ? { _id: new Types.ObjectId(user.id) } : {}),
        ...columnsOf(user),
        email: user.email,
        numberId: user.employeeNumber,
        userType: user.role === 'ADMIN' ? ('admin' as const) : ('user' as const),
        password: user.passwordHash,
      }
      try {
        const [created] = await model.create([row])
        if (!created) throw new Error('the database stored nothing')
        return toUser(created.toObject() as UserRow)
      } catch (error) {
        throw conflictOf(error)
      }
    },
    update: async (
      id: string,
      change: Partial<Pick<User, 'name' | 'phone' | 'address' | 'active' | 'shiftId'>>,
    ): Promise<User | null> => {
      const _id = readObjectId(id)
      if (!_id) return null
      return read(
        await model.findOneAndUpdate({ _id }, { $set: columnsOf(change) }, { returnDocument: 'after' }).lean<UserRow>(),
      )
    },
    setPassword: async (id: string, passwordHash: string): Promise<void> => {
      await model.updateOne({ _id: readObjectId(id) }, { $set: { password: passwordHash } })
    },
    /** Everybody, for our own services. */
    all: async (): Promise<User[]> => (await model.find({}).limit(10_000).lean<UserRow[]>()).map(toUser),
    inactiveIds: async (): Promise<string[]> => {
      const rows = await model.find({ active: false }).select('_id').limit(10_000).lean<UserRow[]>()
      return rows.map((row) => String(row._id))
    },
    /** One page by name; `after` is the last person of the page before. */
    page: async (
      conditions: UserConditions & { except: string },
      at: { first: number; after: User | null; skip: number },
    ): Promise<UserPage> => {
      const all = filterOf(conditions)
      const from = at.after
        ? [
            {
              $or: [
                { name: trusted({ $gt: at.after.name }) },
                { name: at.after.name, _id: trusted({ $gt: new Types.ObjectId(at.after.id) }) },
              ],
            },
          ]
        : []
      const [rows, totalCount] = await Promise.all([
        model
          .find({ $and: [...all, ...from] })
          .sort({ name: 1, _id: 1 })
          .skip(at.skip)
          .limit(at.first + 1)
          .lean<UserRow[]>(),
        model.countDocuments({ $and: all }),
      ])
      return {
        people: rows.slice(0, at.first).map(toUser),
        totalCount,
        hasPrevious: at.after !== null || at.skip > 0,
        hasNext: rows.length > at.first,
      }
    },
  }
}

function filterOf({ search, role, active, shiftId, except }: UserConditions & { except: string }): object[] {
  const all: object[] = [{ _id: trusted({ $ne: readObjectId(except) }) }]
  const text = search?.trim()
  if (text) {
    const part = trusted({ $regex: text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), $options: 'i' })
    all.push({ $or: [{ name: part }, { email: part }, { numberId: part }] })
  }
  if (role != null) all.push({ userType: role === 'ADMIN' ? 'admin' : 'user' })
  if (active != null) all.push({ active })
  if (shiftId != null) all.push({ officeHoursId: trusted({ $in: [shiftId, readObjectId(shiftId)] }) })
  return all
}

function columnsOf(user: Partial<Pick<User, 'name' | 'phone' | 'address' | 'active' | 'shiftId'>>) {
  return {
    ...(user.name === undefined ? {} : { name: user.name }),
    ...(user.phone === undefined ? {} : { phone: user.phone }),
    ...(user.address === undefined ? {} : { address: user.address }),
    ...(user.active === undefined ? {} : { active: user.active }),
    ...(user.shiftId === undefined ? {} : { officeHoursId: user.shiftId }),
  }
}

function toUser(row: UserRow): User {
  return {
    id: row._id.toHexString(),
    employeeNumber: row.numberId,
    name: row.name,
    email: row.email,
    phone: row.phone ?? '',
    address: row.address || null,
    role: row.userType === 'admin' ? 'ADMIN' : 'EMPLOYEE',
    active: row.active ?? true,
    shiftId: row.officeHoursId ? String(row.officeHoursId) : null,
    createdAt: row.createdAt ?? row._id.getTimestamp(),
    updatedAt: row.updatedAt ?? row._id.getTimestamp(),
  }
}

/** The unique indexes say what is taken; there is no look-up before the insert that another insert could overtake. */
function conflictOf(error: unknown): unknown {
  const { code, keyPattern } = error as { code?: unknown; keyPattern?: Record<string, unknown> }
  if (code !== 11000) return error
  return keyPattern && 'numberId' in keyPattern
    ? new DomainError(
        'CONFLICT',
        { id: 'ID karyawan sudah dipakai.', en: 'This employee number is taken.' },
        { field: 'employeeNumber' },
      )
    : new DomainError(
        'CONFLICT',
        { id: 'Email sudah dipakai.', en: 'This e-mail address is taken.' },
        { field: 'email' },
      )
}
