import { DomainError, readDuplicateKeyFields } from '@setrum/subgraph-kit'

/**
 * Converts a unique index violation; null for any other error. The index decides, not a query before the write, which a
 * concurrent write could overtake.
 */
export function conflictOf(error: unknown): DomainError | null {
  const fields = readDuplicateKeyFields(error)
  if (!fields) return null
  const cause = { cause: error }
  return fields.includes('numberId')
    ? new DomainError(
        'CONFLICT',
        { id: 'ID karyawan ini sudah dipakai.', en: 'This employee number is already in use.' },
        { field: 'employeeNumber' },
        cause,
      )
    : new DomainError(
        'CONFLICT',
        { id: 'Email ini sudah dipakai.', en: 'This e-mail address is already in use.' },
        { field: 'email' },
        cause,
      )
}
