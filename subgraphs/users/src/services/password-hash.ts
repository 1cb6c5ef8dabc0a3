import { hash as argon2Hash, verify as argon2Verify } from '@node-rs/argon2'
import { verify as bcryptVerify } from '@node-rs/bcrypt'

/** OWASP's parameters for Argon2id: 19 MiB, 2 passes, 1 lane; about 20 ms. Argon2id is the library's default. */
const ARGON2ID = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/** @returns an Argon2id hash */
export function hashPassword(password: string): Promise<string> {
  return argon2Hash(password, ARGON2ID)
}

/** Verified when there is no account, so that an unknown e-mail takes as long as a wrong password. */
const dummyHash = hashPassword('no account has this password')

export interface PasswordVerification {
  isCorrect: boolean
  /** True for a bcrypt hash of the old system: replace it. */
  isOutdated: boolean
}

/**
 * Verifies a password against an Argon2id hash, or a bcrypt hash of the old system. Any other form of hash matches no
 * password: an admin must set a new one.
 * @param passwordHash null when there is no account; takes the same time
 */
export async function verifyPassword(password: string, passwordHash: string | null): Promise<PasswordVerification> {
  if (passwordHash && /^\$2[aby]\$/.test(passwordHash)) {
    return { isCorrect: await falseOnError(bcryptVerify(password, passwordHash)), isOutdated: true }
  }
  if (passwordHash?.startsWith('$argon2id$')) {
    return { isCorrect: await falseOnError(argon2Verify(passwordHash, password)), isOutdated: false }
  }
  await argon2Verify(await dummyHash, password)
  return { isCorrect: false, isOutdated: false }
}

/** The libraries throw for a malformed hash, such as one that the old database truncated. */
function falseOnError(verification: Promise<boolean>): Promise<boolean> {
  return verification.catch(() => false)
}
