import type { Logger } from '@setrum/process'
import { callSubgraph } from '@setrum/subgraph-kit'
import { z } from 'zod'
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

/** Where the shifts come from. */
export interface ShiftSource {
  /** One shift; asks master when it is not known yet. Null when there is none, as far as can be told. */
  find: (id: string) => Promise<ShiftCopy | null>
  start: () => void
  stop: () => void
}

/** Keeps our copy of master's shifts: asked for every two seconds, and the last known while master is down. */
export function keepShifts(options: KeepShiftsOptions): ShiftSource {
  let known: Map<string, ShiftCopy> | null = null
  let timer: NodeJS.Timeout | undefined
  let isStopped = false

  const takeOver = (shifts: readonly ShiftCopy[]) => {
    known = new Map(shifts.map((shift) => [shift.id, shift]))
    return known
  }
  const ask = async (): Promise<void> => {
    try {
      const data = await callSubgraph({
        service: 'users',
        to: 'master',
        url: options.masterUrl,
        query: '{ shifts { id name startAt endAt active } }',
        secret: options.identitySecret,
        timeoutMs: TIMEOUT_MS,
      })
      const { shifts } = answer.parse(data)
      const hasChanged = JSON.stringify(shifts) !== JSON.stringify([...(known?.values() ?? [])])
      takeOver(shifts)
      if (hasChanged) await options.copies.write(shifts, options.now())
    } catch (err) {
      options.logger.debug({ err }, 'the shifts could not be asked for; the last known ones hold')
    }
  }
  const keepOn = async () => {
    await ask()
    if (!isStopped) timer = setTimeout(keepOn, EVERY_MS)
  }
  return {
    find: async (id) => {
      const shifts = known ?? takeOver(await options.copies.read())
      const shift = shifts.get(id)
      if (shift) return shift
      await ask()
      return known?.get(id) ?? null
    },
    start: () => void keepOn(),
    stop: () => {
      isStopped = true
      clearTimeout(timer)
    },
  }
}
