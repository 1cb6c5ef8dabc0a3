import { DomainError } from '@setrum/subgraph-kit'
import { z } from 'zod'

const duplicateKey = z.object({ code: z.literal(11000), keyPattern: z.record(z.string(), z.unknown()) })

/**
 * Converts a unique index violation; null for any other error. The index decides, not a query before the write, which a
 * concurrent write could overtake.
 */
export function conflictOf(error: unknown): DomainError | null {
  const violation = duplicateKey.safeParse(error)
  if (!violation.success) return null
  const cause = { cause: error }
  return 'numberId' in violation.data.keyPattern
    ? new DomainError(
        'CONFLICT',
        { id: 'Nomor karyawan ini sudah dipakai.', en: 'This employee number is already in use.' },
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
