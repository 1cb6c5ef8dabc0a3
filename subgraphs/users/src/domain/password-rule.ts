import { badInput } from '@setrum/subgraph-kit'

const MIN_LENGTH = 8
/** Limits the time of hashing. */
const MAX_LENGTH = 128

// Common passwords of at least 8 characters, in lower case: an attacker tries these first.
const COMMON = new Set([
  'password',
  'password1',
  'password12',
  'password123',
  'passw0rd',
  'p@ssw0rd',
  'p@ssword',
  'qwertyui',
  'qwerty12',
  'qwerty123',
  'qwertyuiop',
  '1q2w3e4r',
  '1qaz2wsx',
  'abcd1234',
  'abc12345',
  'asdfghjk',
  'asdfghjkl',
  'iloveyou',
  'sunshine',
  'princess',
  'football',
  'baseball',
  'superman',
  'welcome1',
  'admin123',
  'administrator',
  'rahasia1',
  'rahasia12',
  'rahasia123',
  'indonesia',
  'indonesia1',
  'indonesia123',
  'bismillah',
  'bismillah1',
  'sayangku',
  'sayang123',
  'kasir123',
  'karyawan',
  'karyawan1',
  'karyawan123',
  'listrik123',
  'jakarta1',
  'jakarta123',
  'merdeka45',
  'pancasila',
])

/**
 * Checks a new password: length matters, not kinds of characters; common and predictable passwords are refused.
 * @param field the input field that the error names
 * @throws BAD_USER_INPUT with the whole rule
 * @see NIST SP 800-63B, "Password Verifiers"
 */
export function readPassword(password: string, { field, email }: { field: string; email: string }): string {
  const length = [...password].length
  if (length >= MIN_LENGTH && length <= MAX_LENGTH && !isPredictable(password.toLowerCase(), email)) return password
  throw badInput(field, {
    id: `Kata sandi harus ${MIN_LENGTH} sampai ${MAX_LENGTH} karakter, tidak boleh sama dengan email, dan tidak boleh yang mudah ditebak.`,
    en: `A password must have ${MIN_LENGTH} to ${MAX_LENGTH} characters, must not be the e-mail address, and must not be a common one.`,
  })
}

function isPredictable(password: string, email: string): boolean {
  const name = email.split('@')[0]
  return (
    COMMON.has(password) ||
    password === email ||
    password === name ||
    /^\d+$/.test(password) ||
    /^(.{1,4})\1+$/su.test(password) ||
    isSequence(password)
  )
}

/** Such as abcdefgh and hgfedcba. */
function isSequence(password: string): boolean {
  const steps = [...password].slice(1).map((_, index) => password.charCodeAt(index + 1) - password.charCodeAt(index))
  return steps.every((step) => step === 1) || steps.every((step) => step === -1)
}
