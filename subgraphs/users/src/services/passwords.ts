import { hash as argon2Hash, verify as argon2Verify } from '@node-rs/argon2'
import { verify as bcryptVerify } from '@node-rs/bcrypt'

/** OWASP's parameters for Argon2id (19 MiB, 2 passes, 1 lane); about 20 ms. Argon2id is the library's default kind. */
const ARGON2ID = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/** The hash under which a password is kept: Argon2id. */
export function hashPassword(password: string): Promise<string> {
  return argon2Hash(password, ARGON2ID)
}

/** Of nobody's password: verified where there is no account, so that "no such account" takes as long as "wrong". */
const nobodysHash = hashPassword('nobody has this password')

/** Whether a password is right, and whether its hash is of the old system and must be replaced. */
export interface PasswordVerdict {
  isRight: boolean
  isOutdated: boolean
}

/**
 * Verifies a password against its hash: Argon2id of ours, bcrypt of the old system. Any other form is nobody's
 * password: an admin must set a new one.
 * @param passwordHash null where there is no account; takes the same time
 */
export async function verifyPassword(password: string, passwordHash: string | null): Promise<PasswordVerdict> {
  if (passwordHash && /^\$2[aby]\$/.test(passwordHash)) {
    return { isRight: await isRightFor(bcryptVerify(password, passwordHash)), isOutdated: true }
  }
  if (passwordHash?.startsWith('$argon2id$')) {
    return { isRight: await isRightFor(argon2Verify(passwordHash, password)), isOutdated: false }
  }
  await argon2Verify(await nobodysHash, password)
  return { isRight: false, isOutdated: false }
}

/** A hash that was cut short in the old database is nobody's password, too. */
function isRightFor(verified: Promise<boolean>): Promise<boolean> {
  return verified.catch(() => false)
}
