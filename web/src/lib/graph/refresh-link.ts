import { ApolloLink } from '@apollo/client'
import { CombinedGraphQLErrors, ServerError } from '@apollo/client/errors'
import type { GraphQLFormattedError } from 'graphql'
import { catchError, from, mergeMap, of, throwError } from 'rxjs'
import {
  currentToken,
  type RefreshOutcome,
  recheckUser,
  refreshSession,
  sessionOfOther,
} from '@/lib/session/browser-session'
import { codeOf } from './failure'

/**
 * Renews the session after UNAUTHENTICATED or ACCOUNT_INACTIVE and sends the operation once more. The refresh of an
 * inactive account ends the session with that reason. This is safe for a purchase too: neither error is returned once
 * a purchase has started.
 * @param userId the user that the page shows; the session of another user is not renewed for it
 */
export function refreshLink(userId: string): ApolloLink {
  return new ApolloLink((operation, forward) => {
    const sentWith = currentToken()
    const renewed = () => {
      if (!sessionOfOther(userId)) return from(refreshSession(sentWith))
      recheckUser()
      return of<RefreshOutcome>({ kind: 'unavailable' })
    }
    return forward(operation).pipe(
      mergeMap((result) => {
        if (!isSessionRefused(result.errors)) return of(result)
        return renewed().pipe(mergeMap((it) => (it.kind === 'renewed' ? forward(operation) : of(result))))
      }),
      catchError((error: unknown) => {
        if (!isSessionRefusal(error)) return throwError(() => error)
        return renewed().pipe(mergeMap((it) => (it.kind === 'renewed' ? forward(operation) : throwError(() => error))))
      }),
    )
  })
}

function isSessionRefusal(error: unknown): boolean {
  if (CombinedGraphQLErrors.is(error)) return isSessionRefused(error.errors)
  return ServerError.is(error) && error.statusCode === 401
}

function isSessionRefused(errors: readonly GraphQLFormattedError[] | undefined): boolean {
  return errors?.map(codeOf).some((code) => code === 'UNAUTHENTICATED' || code === 'ACCOUNT_INACTIVE') ?? false
}
