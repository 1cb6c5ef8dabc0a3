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
 * Renews the session after UNAUTHENTICATED and sends the operation once more. This is safe for a purchase too: the
 * gateway has not executed an unauthenticated operation.
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
        if (!isUnauthenticated(result.errors)) return of(result)
        return renewed().pipe(mergeMap((it) => (it.kind === 'renewed' ? forward(operation) : of(result))))
      }),
      catchError((error: unknown) => {
        if (!isUnauthenticatedError(error)) return throwError(() => error)
        return renewed().pipe(mergeMap((it) => (it.kind === 'renewed' ? forward(operation) : throwError(() => error))))
      }),
    )
  })
}

function isUnauthenticatedError(error: unknown): boolean {
  if (CombinedGraphQLErrors.is(error)) return isUnauthenticated(error.errors)
  return ServerError.is(error) && error.statusCode === 401
}

function isUnauthenticated(errors: readonly GraphQLFormattedError[] | undefined): boolean {
  return errors?.some((it) => codeOf(it) === 'UNAUTHENTICATED') ?? false
}
