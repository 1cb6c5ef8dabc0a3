import type { Logger } from '@setrum/service-runtime'
import { callSubgraph } from '@setrum/subgraph-kit'
import { z } from 'zod'
import { shiftsUnavailable } from '../domain/errors.js'
import type { ShiftCopies, ShiftCopy } from '../models/shift-copy.js'

/** Two seconds, so that a shift the owner closes is closed here within five. */
const EVERY_MS = 2_000
const TIMEOUT_MS = 1_500

const answer = z.object({
  shifts: z.array(
    z.object({ id: z.string(), name: z.string(), startAt: z.string(), endAt: z.string(), active: z.boolean() }),
  ),
})

export interface KeepShiftsOptions {
  copies: ShiftCopies
  masterUrl: string
  identitySecret: string
  logger: Logger
  now: () => Date
}

export interface ShiftSource {
  /**
   * One shift, from our copy; master is asked when it is not in there. Null when there is none.
   * @throws SUBGRAPH_UNAVAILABLE when it is not in our copy and master cannot be asked
   */
  find: (id: string) => Promise<ShiftCopy | null>
  /** Whether master was asked at least once, whatever came of it. */
  hasAsked: () => boolean
  stop: () => void
}

/** Keeps our copy of master's shifts: asked for every two seconds, and the last known while master is down. */
export function keepShifts(options: KeepShiftsOptions): ShiftSource {
  let known: ReadonlyMap<string, ShiftCopy> | null = null
  let asking: Promise<boolean> | null = null
  let hasAsked = false
  let timer: NodeJS.Timeout | undefined
  let isStopped = false

  const takeOver = (shifts: readonly ShiftCopy[]): ReadonlyMap<string, ShiftCopy> => {
    known = new Map(shifts.map((shift) => [shift.id, shift]))
    return known
  }
  const ask = async (): Promise<boolean> => {
    try {
      const shifts = await shiftsOfMaster(options)
      const hasChanged = JSON.stringify(shifts) !== JSON.stringify([...(known?.values() ?? [])])
      takeOver(shifts)
      if (hasChanged) await options.copies.write(shifts, options.now())
      return true
    } catch (err) {
      options.logger.debug({ err }, 'the shifts could not be asked for; the last known ones hold')
      return false
    } finally {
      hasAsked = true
    }
  }
  // Everybody who needs an answer at the same time waits for the same one.
  const askOnce = (): Promise<boolean> => {
    asking ??= ask().finally(() => {
      asking = null
    })
    return asking
  }
  const keepOn = async () => {
    await askOnce()
    if (!isStopped) timer = setTimeout(keepOn, EVERY_MS)
  }
  void keepOn()
  return {
    find: async (id) => {
      // What is asked already may have been asked before the shift was there.
      const before = asking
      const shift = (known ?? takeOver(await options.copies.read())).get(id)
      if (shift) return shift
      await before
      const meanwhile = known?.get(id)
      if (meanwhile) return meanwhile
      if (!(await askOnce())) throw shiftsUnavailable()
      return known?.get(id) ?? null
    },
    hasAsked: () => hasAsked,
    stop: () => {
      isStopped = true
      clearTimeout(timer)
    },
  }
}

async function shiftsOfMaster({ masterUrl, identitySecret }: KeepShiftsOptions): Promise<ShiftCopy[]> {
  const data = await callSubgraph({
    service: 'users',
    to: 'master',
    url: masterUrl,
    query: '{ shifts { id name startAt endAt active } }',
    secret: identitySecret,
    timeoutMs: TIMEOUT_MS,
  })
  return answer.parse(data).shifts
}
