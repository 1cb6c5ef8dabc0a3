import type { Fetcher } from '@graphiql/toolkit'
import { TOKEN_PLACEHOLDER } from './examples'

let accessToken: string | null = null

/** Sends an operation. After a sign-in, its token replaces the placeholder until the page closes. */
export const fetcher: Fetcher = async (request, options) => {
  const headers = new Headers(options?.headers)
  const authorization = headers.get('authorization')
  if (authorization?.includes(TOKEN_PLACEHOLDER)) {
    if (accessToken === null) headers.delete('authorization')
    else headers.set('authorization', authorization.replace(TOKEN_PLACEHOLDER, accessToken))
  }
  headers.set('content-type', 'application/json')
  const response = await fetch('/graphql', {
    method: 'POST',
    headers,
    body: JSON.stringify(request),
    credentials: 'omit',
  })
  const body = await response.json()
  const token: unknown = body?.data?.login?.accessToken ?? body?.data?.refreshSession?.accessToken
  if (typeof token === 'string') accessToken = token
  return body
}
