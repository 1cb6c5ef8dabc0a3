import { readLocalTime } from '@setrum/units'
import { z } from 'zod'

/** The collections of the old system, and the database of ours that each belongs to. */
export const COLLECTIONS = { user: 'users', officeHours: 'master', transaction: 'transactions' } as const
export type CollectionName = keyof typeof COLLECTIONS

const text = z.union([z.string().trim().min(1), z.number().transform(String)])
const hours = (timeZone: string) =>
  z.union([z.string(), z.date()]).refine((value) => readLocalTime(value, timeZone) !== null)

/** What a row must have so that it can be found and shown; all else may be missing and is read as it is. */
function schemaOf(name: CollectionName, timeZone: string): z.ZodType {
  switch (name) {
    case 'user':
      return z.object({ email: text, numberId: text, name: text })
    case 'officeHours':
      return z.object({ startAt: hours(timeZone), endAt: hours(timeZone) })
    case 'transaction':
      return z.object({
        invoice: text,
        customer_id: text,
        product_code: text,
        status: z.number().int().nullish(),
        price: z.union([z.number(), z.string().regex(/^\d+(\.\d+)?$/)]).nullish(),
      })
  }
}

/** @returns why a row cannot be read, naming its columns and never their values; null when it can */
export function whyUnreadable(name: CollectionName, row: unknown, timeZone: string): string | null {
  const { error } = schemaOf(name, timeZone).safeParse(row)
  if (!error) return null
  const columns = [...new Set(error.issues.map(({ path }) => path.join('.')))]
  return `${columns.join(', ')} missing or of a wrong kind`
}

/** How a person can sign in after the move. */
export type PasswordForm = 'bcrypt' | 'argon2id' | 'unknown'

/** bcrypt is verified once and replaced at sign-in, Argon2id is ours already; anything else needs a reset. */
export function passwordFormOf(password: unknown): PasswordForm {
  if (typeof password !== 'string') return 'unknown'
  if (/^\$2[aby]\$\d\d\$/.test(password)) return 'bcrypt'
  return password.startsWith('$argon2id$') ? 'argon2id' : 'unknown'
}
