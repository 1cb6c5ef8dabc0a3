import { SignInDocument, SignOutDocument } from '@/gen/graphql'
import { serverFetch } from '@/lib/session/server-fetch'
import { clearSession, isSameOrigin, refreshToken, storeSession } from '@/lib/session/session-cookies'

/** Signs in with `{ email, password }`. Responds with the session info, or `{ code, message }` and 401 or 503. */
export async function POST(request: Request): Promise<Response> {
  if (!isSameOrigin(request)) return new Response(null, { status: 403 })
  const { email, password } = (await request.json().catch(() => ({}))) as Record<string, unknown>
  const { data, apiError } = await serverFetch(SignInDocument, {
    email: String(email ?? ''),
    password: String(password ?? ''),
  })
  if (apiError) return Response.json(apiError, { status: apiError.code === 'GATEWAY_UNREACHABLE' ? 503 : 401 })
  return Response.json(await storeSession(data.login))
}

/** Signs out: clears the cookies, and revokes the session if the API can be reached. */
export async function DELETE(request: Request): Promise<Response> {
  if (!isSameOrigin(request)) return new Response(null, { status: 403 })
  const token = await refreshToken()
  await clearSession()
  if (token) await serverFetch(SignOutDocument, { refreshToken: token })
  return new Response(null, { status: 204 })
}
