import { badInput } from '@setrum/subgraph-kit'

const SHORTEST = 8
/** Longer ones would only cost time to hash. */
const LONGEST = 128

// The common ones that are long enough, in lower case: whoever guesses begins with these.
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
 * A password that somebody may have: length counts, not kinds of characters, and nothing that is guessed first.
 * @param field the input's name, for the client
 * @throws BAD_USER_INPUT telling the whole rule
 * @see NIST SP 800-63B, "Password Verifiers"
 */
export function readPassword(password: string, { field, email }: { field: string; email: string }): string {
  const length = [...password].length
  if (length >= SHORTEST && length <= LONGEST && !isGuessedFirst(password.toLowerCase(), email)) return password
  throw badInput(field, {
    id: `Password harus ${SHORTEST} sampai ${LONGEST} karakter, tidak boleh sama dengan email, dan tidak boleh yang mudah ditebak.`,
    en: `A password must have ${SHORTEST} to ${LONGEST} characters, must not be the e-mail address, and must not be a common one.`,
  })
}

function isGuessedFirst(password: string, email: string): boolean {
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

/** abcdefgh, hgfedcba: each character next to the one before. */
function isSequence(password: string): boolean {
  const steps = [...password].slice(1).map((_, index) => password.charCodeAt(index + 1) - password.charCodeAt(index))
  return steps.every((step) => step === 1) || steps.every((step) => step === -1)
}
