import { RefreshSessionDocument } from '@/gen/graphql'
import { type ApiError, serverFetch } from '@/lib/session/server-fetch'
import { clearSession, isSameOrigin, refreshToken, storeSession } from '@/lib/session/session-cookies'

/** These codes end the session. After any other the page may try again. */
const FINAL_CODES: ReadonlySet<ApiError['code']> = new Set([
  'INVALID_REFRESH_TOKEN',
  'ACCOUNT_INACTIVE',
  'OUTSIDE_SHIFT',
  'UNAUTHENTICATED',
])

/** Renews the tokens. 401: the session has ended, for the reason in `code`. 503: try again, the tokens are unchanged. */
export async function POST(request: Request): Promise<Response> {
  if (!isSameOrigin(request)) return new Response(null, { status: 403 })
  const token = await refreshToken()
  if (!token) return Response.json({ code: 'UNAUTHENTICATED', message: '' }, { status: 401 })
  const { data, apiError } = await serverFetch(RefreshSessionDocument, { refreshToken: token })
  if (!apiError) return Response.json(await storeSession(data.refreshSession))
  if (!FINAL_CODES.has(apiError.code)) return Response.json(apiError, { status: 503 })
  await clearSession()
  return Response.json(apiError, { status: 401 })
}
