import { type NextRequest, NextResponse } from 'next/server'
import { gatewayUrl } from '@/env'
import { readSessionInfo, SESSION_COOKIE } from '@/lib/session/session-info'

/** What the browser may reach of the gateway on our own origin, with the session cookie. */
const PASSED: Record<string, string> = { '/graphql': 'POST', '/exports/transactions.csv': 'GET' }

/**
 * Stands before every page and every GraphQL request.
 *
 * GraphQL passes on by a rewrite here rather than by `rewrites()` in the configuration: that one costs a third of it,
 * but its target is fixed when the app is built, and ours is known when it starts.
 */
export function proxy(request: NextRequest): NextResponse {
  const { pathname, search } = request.nextUrl
  const method = PASSED[pathname]
  if (method === request.method) return NextResponse.rewrite(new URL(pathname + search, gatewayUrl()))
  if (method) return new NextResponse(null, { status: 405, headers: { allow: method } })

  const session = readSessionInfo(request.cookies.get(SESSION_COOKIE)?.value)
  const isSignedIn = session !== null && request.cookies.has('setrum_access')
  if (pathname === '/masuk' ? isSignedIn : pathname === '/' && isSignedIn) {
    return NextResponse.redirect(new URL(session?.role === 'ADMIN' ? '/dasbor' : '/jual', request.url))
  }
  if (!isSignedIn && pathname !== '/masuk') {
    const signIn = new URL('/masuk', request.url)
    if (pathname !== '/') signIn.searchParams.set('ke', pathname + search)
    return NextResponse.redirect(signIn)
  }
  return withPolicy(request)
}

/** Sends a page with a policy that runs our own scripts only, each marked with a number used once. */
function withPolicy(request: NextRequest): NextResponse {
  const nonce = btoa(crypto.randomUUID())
  const policy = contentSecurityPolicy(nonce)
  const headers = new Headers(request.headers)
  headers.set('x-nonce', nonce)
  headers.set('content-security-policy', policy)
  const response = NextResponse.next({ request: { headers } })
  response.headers.set('content-security-policy', policy)
  response.headers.set('x-content-type-options', 'nosniff')
  response.headers.set('referrer-policy', 'same-origin')
  response.headers.set('permissions-policy', 'camera=(), microphone=(), geolocation=(), usb=(self), serial=(self)')
  return response
}

function contentSecurityPolicy(nonce: string): string {
  const isDevelopment = process.env.NODE_ENV === 'development'
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${isDevelopment ? " 'unsafe-eval'" : ''}`,
    `style-src 'self' 'nonce-${nonce}'${isDevelopment ? " 'unsafe-inline'" : ''}`,
    // Components pass sizes and colours as style attributes; an attribute cannot load or run anything here.
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ')
}

export const config = { matcher: ['/((?!_next/|health/|metrics$|api/|favicon\\.ico|icon\\.svg).*)'] }
