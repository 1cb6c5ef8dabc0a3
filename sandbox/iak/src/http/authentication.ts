import type { SandboxState } from '../state.js'

export type Body = Record<string, unknown>

/** Response code of a wrong signature or account. */
const WRONG_SIGNATURE = { prepaid: '204', postpaid: '100' } as const

export interface AuthError {
  httpStatus: number
  rc: string
  errorDetails?: Record<string, string[]>
}

/** @returns null for anything but a JSON object */
export function readBody(body: unknown): Body | null {
  return typeof body === 'object' && body !== null && !Array.isArray(body) ? { ...body } : null
}

/**
 * Checks required members, then account and signature, then the account's status.
 * @param subject the signed value
 * @returns null for an authenticated call
 */
export function authenticate(
  state: SandboxState,
  api: keyof typeof WRONG_SIGNATURE,
  call: { body: Body; required: readonly string[]; subject: string },
): AuthError | null {
  const missing = ['username', 'sign', ...call.required].filter((name) => !isPresent(api, name, call.body[name]))
  if (missing.length > 0) {
    const errorDetails = Object.fromEntries(missing.map((name) => [name, ['required']]))
    return { httpStatus: 400, rc: '107', errorDetails }
  }
  const { username, sign } = call.body
  const isAuthentic = username === state.options.username && sign === state.sign(call.subject)
  const rc = isAuthentic ? accountError(state) : WRONG_SIGNATURE[api]
  return rc === null ? null : { httpStatus: 200, rc }
}

function accountError({ settings }: SandboxState): string | null {
  if (settings.rejectsAddress) return '102'
  if (settings.suspended) return '118'
  return settings.maintenance ? '110' : null
}

/** Required members are non-empty strings; only the tr_id of a payment may be a number. */
function isPresent(api: keyof typeof WRONG_SIGNATURE, name: string, value: unknown): boolean {
  if (typeof value === 'string') return value !== ''
  return api === 'postpaid' && name === 'tr_id' && Number.isSafeInteger(value)
}
