import { phaseNamed } from '../domain/settlement/next-phase.js'
import {
  type Attempts,
  nextCheckOf,
  noAttempts,
  PHASES,
  type Phase,
  type PhaseName,
  type TransactionStatus,
} from '../domain/settlement/phase.js'

/** A phase as it is stored; `nextCheckAt` is a column of its own, which has an index. */
export interface StoredPhase {
  name: PhaseName
  attempts?: Attempts
  absentChecks?: number
  since?: Date
}

/** The columns of a phase that are set. */
export interface PhaseColumns {
  phase: StoredPhase
  state: TransactionStatus
  nextCheckAt?: Date
}

export function phaseColumns(phase: Phase): PhaseColumns {
  const nextCheckAt = nextCheckOf({ phase })
  return {
    phase: {
      name: phase.name,
      ...('attempts' in phase ? { attempts: phase.attempts } : {}),
      ...('absentChecks' in phase ? { absentChecks: phase.absentChecks } : {}),
      ...('since' in phase ? { since: phase.since } : {}),
    },
    state: PHASES[phase.name].status,
    ...(nextCheckAt === null ? {} : { nextCheckAt }),
  }
}

/**
 * Reads a stored phase. When the state does not belong to the phase, an earlier version wrote the row after the
 * migration: the state counts, and an open sale is only queried, never sent again.
 */
export function readPhase(
  row: { phase?: StoredPhase | null; state?: TransactionStatus | null; nextCheckAt?: Date },
  createdAt: Date,
): Phase {
  const state = row.state ?? 'PROCESSING'
  const { phase } = row
  const nextCheckAt = row.nextCheckAt ?? null
  const isKnown = phase != null && PHASES[phase.name].status === state
  const name = isKnown ? phase.name : state === 'PROCESSING' ? 'IMPORTED' : state
  return phaseNamed(name, {
    attempts: phase?.attempts ?? noAttempts(createdAt),
    absentChecks: phase?.absentChecks ?? 0,
    since: phase?.since ?? createdAt,
    nextCheckAt,
  })
}
