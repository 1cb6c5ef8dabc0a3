import { readInstant, readLocalTime } from '@setrum/units'
import { type Document, ObjectId } from 'mongodb'
import { z } from 'zod'

/** The collections of the old system, and the database of ours that each belongs to. */
export const COLLECTIONS = { user: 'users', officeHours: 'master', transaction: 'transactions' } as const
export type CollectionName = keyof typeof COLLECTIONS

// Keys must be text: a number would be stored and never found.
const text = z.union([z.string().refine((value) => value.trim() !== ''), z.int().transform(String)])
const email = text.transform((value) => value.trim().toLowerCase())
/**
 * Old rows may hold an amount as text, or with a fraction that rupiah do not have; rollups add up numbers only. In
 * Indonesian "50.500" is fifty thousand: text with three digits after the dot is refused.
 */
const rupiah = z
  .union([z.number(), z.string().regex(/^\d+(\.(\d{1,2}|\d{4,}))?$/)])
  .transform((value) => Math.round(Number(value)))
  .nullish()
/** A row that is inactive in any spelling must not become active. */
const flag = z
  .union([
    z.boolean(),
    z.literal([0, '0', 'false']).transform(() => false),
    z.literal([1, '1', 'true']).transform(() => true),
  ])
  .nullish()

/** The columns that a row needs to be found and shown. Other columns may be missing and are copied unchanged. */
function schemaOf(name: CollectionName, timeZone: string): z.ZodType<Document> {
  const hours = z.union([z.string(), z.date()]).refine((value) => readLocalTime(value, timeZone) !== null)
  const instant = z
    .union([z.string(), z.date()])
    .transform((value) => readInstant(value, timeZone))
    .refine((value) => value !== null)
    .nullish()
  const common = { _id: z.instanceof(ObjectId), createdAt: instant, updatedAt: instant }
  switch (name) {
    case 'user':
      return z.looseObject({ ...common, email, numberId: text, name: text, active: flag })
    case 'officeHours':
      return z.looseObject({ ...common, startAt: hours, endAt: hours, active: flag })
    case 'transaction':
      return z.looseObject({
        ...common,
        invoice: text,
        customer_id: text,
        product_code: text,
        status: z.int().nullish(),
        price: rupiah,
        admin: rupiah,
        nominal: rupiah,
      })
  }
}

/** A row as ours, or why it cannot be read. */
export type Reading = { row: Document; why?: never } | { row?: never; why: string }

export type ReadRow = (row: Document) => Reading

/** Creates the reader of one collection. It names the invalid columns, never their values. */
export function reader(name: CollectionName, timeZone: string): ReadRow {
  const schema = schemaOf(name, timeZone)
  return (row) => {
    const { data, error } = schema.safeParse(row)
    if (!error) return { row: data }
    const columns = [...new Set(error.issues.map(({ path }) => path.join('.')))]
    return { why: `${columns.join(', ')} missing or of a wrong type` }
  }
}

/** The form of a password hash, which decides whether the user can sign in after the import. */
export type PasswordForm = 'bcrypt' | 'argon2id' | 'unknown'

/** bcrypt is verified once and replaced at sign-in; Argon2id is kept; any other form, also a truncated hash, needs a reset. */
export function passwordFormOf(password: unknown): PasswordForm {
  if (typeof password !== 'string') return 'unknown'
  if (/^\$2[aby]\$\d\d\$[./A-Za-z0-9]{53}$/.test(password)) return 'bcrypt'
  return password.startsWith('$argon2id$') ? 'argon2id' : 'unknown'
}
