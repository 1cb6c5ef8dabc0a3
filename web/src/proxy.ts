import { type ErrorCode, type Message, readLanguage } from '@setrum/api-contract'
import { type NextRequest, NextResponse } from 'next/server'
import { gatewayUrl } from '@/env'
import { readSessionInfo, SESSION_COOKIE, SHOWN_USER_HEADER } from '@/lib/session/session-info'
import { PATHS, URL_KEYS } from '@/lib/urls'

/** The gateway's paths that the browser can reach on this origin, with their methods. */
const FORWARDED: Record<string, string> = {
  '/graphql': 'POST',
  '/exports/transactions.csv': 'GET',
  '/exports/transactions.xlsx': 'GET',
}

/**
 * Runs before every page and every GraphQL request.
 *
 * GraphQL is rewritten here because the gateway's address is known at run time. `rewrites()` in the configuration would
 * cost a third of the time per request, but its target is fixed at build time.
 */
export function proxy(request: NextRequest): NextResponse {
  const { pathname, search } = request.nextUrl
  const method = FORWARDED[pathname]
  const session = readSessionInfo(request.cookies.get(SESSION_COOKIE)?.value)
  if (method === request.method) {
    const shownUser = request.headers.get(SHOWN_USER_HEADER)
    if (shownUser && session?.userId !== shownUser) return refuse(request, session ? OTHER_USER : SESSION_ENDED)
    return NextResponse.rewrite(new URL(pathname + search, gatewayUrl()))
  }
  if (method) return new NextResponse(null, { status: 405, headers: { allow: method } })

  const isOver = session?.sessionEndsAt != null && Date.parse(session.sessionEndsAt) <= Date.now()
  const isSignedIn =
    session !== null && request.cookies.has('setrum_access') && (!isOver || isSaleShown(request.nextUrl))
  // A page that has left at the session's end, by its own clock, must not come back from the sign-in page.
  const hasLeft = request.nextUrl.searchParams.has(URL_KEYS.signOutReason)
  if (pathname === PATHS.signIn ? isSignedIn && !hasLeft : pathname === '/' && isSignedIn) {
    return NextResponse.redirect(new URL(session?.role === 'ADMIN' ? PATHS.dashboard : PATHS.sell, request.url))
  }
  if (!isSignedIn && pathname !== PATHS.signIn) {
    const signIn = new URL(PATHS.signIn, request.url)
    if (pathname !== '/') signIn.searchParams.set(URL_KEYS.returnTo, pathname + search)
    return NextResponse.redirect(signIn)
  }
  return withPolicy(request)
}

/** Whether a page shows a sale, which can be read for a while after the shift. */
function isSaleShown({ pathname, searchParams }: URL): boolean {
  return pathname === PATHS.sell ? searchParams.has(URL_KEYS.transactionId) : pathname.startsWith(`${PATHS.receipt}/`)
}

const OTHER_USER: Message = {
  id: 'Akun lain sudah masuk di browser ini. Muat ulang halaman ini.',
  en: 'Another account has signed in on this browser. Please reload this page.',
}
const SESSION_ENDED: Message = {
  id: 'Sesi sudah berakhir. Silakan masuk lagi.',
  en: 'The session has ended. Please sign in again.',
}

/** A sale must never be booked on another employee than the page shows: nothing is forwarded. */
function refuse(request: NextRequest, messages: Message): NextResponse {
  const message = messages[readLanguage(request.headers.get('accept-language') ?? undefined)]
  const code: ErrorCode = 'UNAUTHENTICATED'
  return NextResponse.json({ data: null, errors: [{ message, extensions: { code } }] })
}

/** Adds a policy that only runs scripts marked with this response's nonce. */
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
    // Components use style attributes for sizes and colours. An attribute cannot load or run anything.
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
