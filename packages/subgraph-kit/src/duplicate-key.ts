/** MongoDB's code for a write that a unique index refused. */
const DUPLICATE_KEY = 11_000

/** Whether a unique index refused a write. */
export function isDuplicateKeyError(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === DUPLICATE_KEY
}

/** The fields of the unique index that refused a write; null for any other error. */
export function readDuplicateKeyFields(error: unknown): string[] | null {
  if (!isDuplicateKeyError(error)) return null
  const { keyPattern } = error as { keyPattern?: unknown }
  return typeof keyPattern === 'object' && keyPattern !== null ? Object.keys(keyPattern) : null
}
