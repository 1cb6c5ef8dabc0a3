import { SignInDocument, SignOutDocument } from '@/gen/graphql'
import { askGateway } from '@/lib/session/ask-gateway'
import { keepNewSession } from '@/lib/session/keep-new-session'
import { isSameOrigin } from '@/lib/session/same-origin'
import { dropSession, refreshToken } from '@/lib/session/session-cookies'

/** Signs in with `{ email, password }`; answers what the page may know, or `{ code, message }` with 401 or 503. */
export async function POST(request: Request): Promise<Response> {
  if (!isSameOrigin(request)) return new Response(null, { status: 403 })
  const { email, password } = (await request.json().catch(() => ({}))) as Record<string, unknown>
  const { data, refusal } = await askGateway(SignInDocument, {
    email: String(email ?? ''),
    password: String(password ?? ''),
  })
  if (refusal) return Response.json(refusal, { status: refusal.code === 'GATEWAY_UNREACHABLE' ? 503 : 401 })
  return Response.json(await keepNewSession(data.login))
}

/** Signs out: here at once, and at the API if it can be reached. */
export async function DELETE(request: Request): Promise<Response> {
  if (!isSameOrigin(request)) return new Response(null, { status: 403 })
  const token = await refreshToken()
  await dropSession()
  if (token) await askGateway(SignOutDocument, { refreshToken: token })
  return new Response(null, { status: 204 })
}
