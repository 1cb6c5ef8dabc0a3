import { ApolloLink, HttpLink } from '@apollo/client'
import { SetContextLink } from '@apollo/client/link/context'
import { PersistedQueryLink } from '@apollo/client/link/persisted-queries'
import { ApolloClient, InMemoryCache } from '@apollo/client-integration-nextjs'
import { setClock } from '@/lib/session/server-clock'
import { hashOf } from './document-hash'
import { takeEarlyAnswer } from './early-answer'
import { refreshLink } from './refresh-link'

/** The longest a purchase may take at the biller, and a little. After it the page says that it does not know. */
const TIMEOUT_MS = 45_000

/** The client of one page. Whatever part of an answer there is gets shown, so errors never throw data away. */
export function makeGraphClient(): ApolloClient {
  const http = new HttpLink({
    // Same origin, so that the httpOnly cookie goes along and no other site can be reached.
    uri: '/graphql',
    credentials: 'same-origin',
    fetch: async (input, init) =>
      setClock(await (takeEarlyAnswer(init?.body) ?? fetch(input, { ...init, signal: withTimeout(init?.signal) }))),
  })
  // The client lives as long as the page, and the language can be changed on it.
  const language = new SetContextLink(({ headers }) => ({
    headers: { ...headers, 'accept-language': document.documentElement.lang },
  }))
  // Operations go by the id they have in the manifest; a gateway that does not know it yet gets the text.
  const persisted = new PersistedQueryLink({
    generateHash: hashOf,
    retry: ({ meta }) => meta.persistedQueryNotFound,
    disable: () => false,
  })
  return new ApolloClient({
    cache: new InMemoryCache({
      typePolicies: {
        Product: { keyFields: ['code'] },
        // A page of a list replaces the page before; nothing is merged into a list that nobody sees.
        Query: { fields: { transactions: { merge: false }, users: { merge: false } } },
      },
    }),
    link: ApolloLink.from([refreshLink(), language, persisted, http]),
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
