import { hash as argon2Hash, verify as argon2Verify } from '@node-rs/argon2'
import { verify as bcryptVerify } from '@node-rs/bcrypt'

/** OWASP's parameters for Argon2id (19 MiB, 2 passes); about 20 ms here. */
const ARGON2ID = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/** The hash under which a password is kept: Argon2id. */
export function hashPassword(password: string): Promise<string> {
  return argon2Hash(password, ARGON2ID)
}

/** Of nobody's password. Verified where there is no account, so that "no such account" takes as long as "wrong". */
const nobodysHash = hashPassword('nobody has this password')

/** Whether a password is right, and whether its hash should be renewed. */
export interface PasswordVerdict {
  isRight: boolean
  isOutdated: boolean
}

/**
 * Verifies a password against its hash: Argon2id of ours, bcrypt of the old system. Any other form is nobody's
 * password: such an account needs a reset.
 * @param passwordHash null where there is no account; takes the same time
 */
export async function verifyPassword(password: string, passwordHash: string | null): Promise<PasswordVerdict> {
  if (passwordHash && /^\$2[aby]\$/.test(passwordHash)) {
    return { isRight: await bcryptVerify(password, passwordHash), isOutdated: true }
  }
  const isOurs = passwordHash?.startsWith('$argon2id$') ?? false
  const isRight = await argon2Verify(isOurs && passwordHash ? passwordHash : await nobodysHash, password)
  return { isRight: isOurs && isRight, isOutdated: false }
}
