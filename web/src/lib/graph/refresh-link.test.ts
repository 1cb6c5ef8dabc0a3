import { ApolloClient, ApolloLink, gql, InMemoryCache } from '@apollo/client'
import { of } from 'rxjs'
import { beforeEach, expect, test, vi } from 'vitest'

const refreshSession = vi.hoisted(() => vi.fn())
vi.mock('@/lib/session/browser-session', () => ({
  currentToken: () => 'token',
  recheckUser: () => {},
  refreshSession,
  sessionOfOther: () => null,
}))
const { refreshLink } = await import('./refresh-link')

beforeEach(() => refreshSession.mockReset())

/** Sends a query through the link to an API that returns these results. */
async function sendTo(...results: ApolloLink.Result[]) {
  const sent = vi.fn(() => of(results.shift() ?? { data: null }))
  const client = new ApolloClient({
    cache: new InMemoryCache(),
    link: refreshLink('u1').concat(new ApolloLink(sent)),
    defaultOptions: {
      watchQuery: { errorPolicy: 'all' },
      query: { errorPolicy: 'all' },
      mutate: { errorPolicy: 'all' },
    },
  })
  const { data } = await client.query({ query: gql`{ version }` })
  return { data, requests: sent.mock.calls.length }
}

const refused = (code: string): ApolloLink.Result => ({ data: null, errors: [{ message: '', extensions: { code } }] })

test.each(['UNAUTHENTICATED', 'ACCOUNT_INACTIVE'])(
  '%s renews the session and sends the operation again',
  async (code) => {
    refreshSession.mockResolvedValue({ kind: 'renewed' })
    expect(await sendTo(refused(code), { data: { version: '1' } })).toMatchObject({
      data: { version: '1' },
      requests: 2,
    })
  },
)

test('the refresh of an inactive account ends the session, and nothing is sent again', async () => {
  refreshSession.mockResolvedValue({ kind: 'ended', code: 'ACCOUNT_INACTIVE' })
  expect(await sendTo(refused('ACCOUNT_INACTIVE'))).toMatchObject({ requests: 1 })
  expect(refreshSession).toHaveBeenCalledOnce()
})

test('another refusal leaves the session alone', async () => {
  await sendTo(refused('FORBIDDEN'))
  expect(refreshSession).not.toHaveBeenCalled()
})
