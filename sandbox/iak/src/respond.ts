import type { FastifyReply } from 'fastify'
import type { Operation } from './faults.js'
import { jittered } from './jitter.js'
import { answerWithFault, isWorkDone } from './transport-fault.js'
import type { World } from './world.js'

type Data = Record<string, unknown>

/** One call that passed the door. */
export interface Call {
  operation: Operation
  /** Does what was asked and says what to answer. */
  work: () => Data | Promise<Data>
  /** The answer to a refused call. */
  refusal: (rc: string) => Data
  /** Puts the answer's data into its envelope. */
  envelope: (data: unknown) => Data
  /** What the customer number asks for, unless a queued fault comes first. */
  fault?: string | null
  /** Tells the work of a fault that shows only later, in status queries (3012, 3013). */
  onFault?: (fault: string) => void
}

/** Sends an answer, or what a fault makes of it. The work is done only where the fault lets it. */
export async function respond(world: World, reply: FastifyReply, call: Call): Promise<FastifyReply> {
  const fault = world.faults.take(call.operation) ?? call.fault ?? null
  if (fault !== null && /^\d{2,3}$/.test(fault)) return reply.send(call.envelope(call.refusal(fault)))
  const data = fault === null || isWorkDone(fault) ? await call.work() : {}
  if (fault !== null) call.onFault?.(fault)
  const right = fault === null ? data : spoilt(data, fault)
  const answer = call.envelope(world.settings.jitter ? jittered(right) : right)
  return fault === null ? reply.send(answer) : answerWithFault(reply, { fault, answer, settings: world.settings })
}

function spoilt(data: Data, fault: string): Data {
  const { rc, response_code, ...rest } = data
  if (fault === 'no-code') return rest
  if (fault !== 'contradiction') return data
  // "Success" with a status that denies it, any other code with one that claims success.
  return { ...data, status: (rc ?? response_code) === '00' ? 2 : 1 }
}
