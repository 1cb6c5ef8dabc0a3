import { RefreshSessionDocument } from '@/gen/graphql'
import { askGateway } from '@/lib/session/ask-gateway'
import { keepNewSession } from '@/lib/session/keep-new-session'
import { isSameOrigin } from '@/lib/session/same-origin'
import { dropSession, refreshToken } from '@/lib/session/session-cookies'

/** The refusals after which this session is over; any other leaves it as it is, to be tried again. */
const FINAL = ['INVALID_REFRESH_TOKEN', 'ACCOUNT_INACTIVE', 'OUTSIDE_SHIFT', 'UNAUTHENTICATED']

/** Renews the tokens. 401: the session is over, with the reason. 503: not now, the old tokens stay. */
export async function POST(request: Request): Promise<Response> {
  if (!isSameOrigin(request)) return new Response(null, { status: 403 })
  const token = await refreshToken()
  if (!token) return Response.json({ code: 'UNAUTHENTICATED', message: '' }, { status: 401 })
  const { data, refusal } = await askGateway(RefreshSessionDocument, { refreshToken: token })
  if (!refusal) return Response.json(await keepNewSession(data.refreshSession))
  if (!FINAL.includes(refusal.code)) return Response.json(refusal, { status: 503 })
  await dropSession()
  return Response.json(refusal, { status: 401 })
}
