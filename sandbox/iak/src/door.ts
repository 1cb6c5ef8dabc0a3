import type { World } from './world.js'

export type Body = Record<string, unknown>

/** The two APIs refuse alike, in their own codes. */
const REFUSALS = {
  prepaid: { signature: '204', command: '205' },
  postpaid: { signature: '100', command: '101' },
} as const

export interface Refusal {
  httpStatus: number
  rc: string
  errorDetails?: Record<string, string[]>
}

/** Whatever is no JSON object has no members: it is refused as a whole. */
export function bodyOf(body: unknown): Body | null {
  return typeof body === 'object' && body !== null && !Array.isArray(body) ? { ...body } : null
}

/**
 * Mandatory members, account and signature, in that order, before anything happens.
 * @param subject what the signature has to cover
 */
export function refusalAtDoor(
  world: World,
  api: keyof typeof REFUSALS,
  call: { body: Body; required: readonly string[]; subject: string },
): Refusal | null {
  const missing = ['username', 'sign', ...call.required].filter((name) => !isGiven(api, name, call.body[name]))
  if (missing.length > 0) {
    const errorDetails = Object.fromEntries(missing.map((name) => [name, ['required']]))
    return { httpStatus: 400, rc: '107', errorDetails }
  }
  const { username, sign } = call.body
  const rc =
    username !== world.options.username || sign !== world.sign(call.subject)
      ? REFUSALS[api].signature
      : refusalByAccount(world)
  return rc === null ? null : { httpStatus: 200, rc }
}

function refusalByAccount({ settings }: World): string | null {
  if (settings.refusesAddress) return '102'
  if (settings.suspended) return '118'
  return settings.maintenance ? '110' : null
}

/** Mandatory members are strings; only the tr_id of a payment may be a number. */
function isGiven(api: keyof typeof REFUSALS, name: string, value: unknown): boolean {
  if (typeof value === 'string') return value !== ''
  return api === 'postpaid' && name === 'tr_id' && Number.isSafeInteger(value)
}
