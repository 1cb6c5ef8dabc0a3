'use client'

import { ApolloLink, HttpLink } from '@apollo/client'
import { SetContextLink } from '@apollo/client/link/context'
import { PersistedQueryLink } from '@apollo/client/link/persisted-queries'
import { ApolloClient, ApolloNextAppProvider, InMemoryCache } from '@apollo/client-integration-nextjs'
import type { ReactNode } from 'react'
import { syncServerClock } from '@/lib/clock'
import { SHOWN_USER_HEADER } from '@/lib/session/session-info'
import { documentHash, takePreloaded } from './preload-request'
import { refreshLink } from './refresh-link'

declare module '@apollo/client' {
  namespace ApolloClient {
    // The types of results follow the defaultOptions below.
    namespace DeclareDefaultOptions {
      interface WatchQuery {
        errorPolicy: 'all'
      }
      interface Query {
        errorPolicy: 'all'
      }
      interface Mutate {
        errorPolicy: 'all'
      }
    }
  }
}

interface GraphProviderProps {
  /** Marks the script by which the library hands data to the page. */
  nonce: string | undefined
  /** The user that the page shows. */
  userId: string
  children: ReactNode
}

export function GraphProvider({ nonce, userId, children }: GraphProviderProps) {
  return (
    <ApolloNextAppProvider makeClient={() => makeGraphClient(userId)} extraScriptProps={{ nonce: nonce ?? '' }}>
      {children}
    </ApolloNextAppProvider>
  )
}

/** Longer than any time limit of the gateway. After it the outcome of a purchase is shown as unknown. */
const TIMEOUT_MS = 45_000

/** The client of one page. `errorPolicy: 'all'` keeps partial data: the page shows what has arrived. */
function makeGraphClient(userId: string): ApolloClient {
  const http = new HttpLink({
    // Same origin: the httpOnly cookie is sent, and the content security policy allows no other site.
    uri: '/graphql',
    credentials: 'same-origin',
    // After another user has signed in on another tab, the browser sends the cookies of that user. The server then
    // refuses the request.
    headers: { [SHOWN_USER_HEADER]: userId },
    fetch: async (input, init) =>
      syncServerClock(
        await (takePreloaded(init?.body) ?? fetch(input, { ...init, signal: withTimeout(init?.signal) })),
      ),
  })
  // Read for each request: the language can change while the client lives.
  const language = new SetContextLink(({ headers }) => ({
    headers: { ...headers, 'accept-language': document.documentElement.lang },
  }))
  // Send the id from the manifest; send the text to a gateway that does not know the id yet.
  const persisted = new PersistedQueryLink({
    generateHash: documentHash,
    retry: ({ meta }) => meta.persistedQueryNotFound,
    disable: () => false,
  })
  return new ApolloClient({
    cache: new InMemoryCache({
      typePolicies: {
        Product: { keyFields: ['code'] },
        // Each page of a list replaces the one before.
        Query: { fields: { transactions: { merge: false }, users: { merge: false } } },
      },
    }),
    link: ApolloLink.from([refreshLink(userId), language, persisted, http]),
    defaultOptions: {
      watchQuery: { errorPolicy: 'all', fetchPolicy: 'cache-and-network' },
      query: { errorPolicy: 'all' },
      mutate: { errorPolicy: 'all' },
    },
  })
}

function withTimeout(signal: AbortSignal | null | undefined): AbortSignal {
  const timeout = AbortSignal.timeout(TIMEOUT_MS)
  return signal ? AbortSignal.any([signal, timeout]) : timeout
}
