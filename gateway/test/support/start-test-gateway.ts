import { fileURLToPath } from 'node:url'
import { type AccessTokenClaims, createAccessTokenJwks, readAccessTokenKeys, signAccessToken } from '@setrum/identity'
import { createLogger } from '@setrum/service-runtime'
import { type GatewayOptions, startGateway } from '../../src/index.js'
import { fakeSubgraphs, SECRET } from './fake-subgraphs.js'

const MINUTE = 60_000

/**
 * Starts a gateway with three fake subgraphs. Its deadlines are longer than any test; tests of deadlines pass shorter
 * ones.
 */
export async function startTestGateway(overrides: Partial<GatewayOptions> = {}) {
  const { sessions, ...subgraphs } = fakeSubgraphs()
  await Promise.all(Object.values(subgraphs).map((subgraph) => subgraph.start()))
  const keys = readAccessTokenKeys(createAccessTokenJwks())
  const gateway = await startGateway({
    isProduction: false,
    host: '127.0.0.1',
    port: 0,
    urls: { users: subgraphs.users.url, master: subgraphs.master.url, transactions: subgraphs.transactions.url },
    supergraphPath: fileURLToPath(new URL('../../../supergraph.graphql', import.meta.url)),
    executor: 'setrum',
    redisUrl: null,
    staleIfErrorPath: null,
    identitySecret: SECRET,
    accessTokenKeys: keys,
    deadlines: { queryMs: 5_000, mutationMs: 5_000, billerMs: 5_000 },
    circuitBreaker: { failureThreshold: 5, probeIntervalMs: 100 },
    webOrigins: ['http://kasir.test'],
    trustProxy: 'loopback',
    hasPlayground: true,
    hasIntrospection: true,
    isSandboxBiller: true,
    persistedDocuments: null,
    onlyPersistedDocuments: false,
    rateLimitPerMinute: 0,
    sessionPollIntervalMs: 50,
    // Test machines are busy.
    maxEventLoopDelayMs: 0,
    logger: createLogger('test', 'silent'),
    now: () => new Date(),
    ...overrides,
  })
  const url = `http://127.0.0.1:${gateway.port}`
  const createToken = (
    role: 'ADMIN' | 'EMPLOYEE',
    {
      issuedAt = new Date(),
      expiresAt = new Date(issuedAt.getTime() + 15 * MINUTE),
      sessionEndsAt = new Date(issuedAt.getTime() + 8 * 60 * MINUTE),
      sessionId = 'session-1',
    }: Partial<Pick<AccessTokenClaims, 'issuedAt' | 'expiresAt' | 'sessionEndsAt' | 'sessionId'>> = {},
  ) =>
    signAccessToken(
      {
        userId: role === 'ADMIN' ? 'u9' : 'u1',
        role,
        sessionId,
        shiftId: role === 'ADMIN' ? null : 's1',
        issuedAt,
        expiresAt,
        sessionEndsAt,
      },
      keys,
    )
  const execute = async (query: string, { variables, operationName, headers, as = 'ADMIN' }: RequestOptions = {}) => {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(as ? { authorization: `Bearer ${createToken(as)}` } : {}),
        ...headers,
      },
      body: JSON.stringify({ query, operationName, variables: variables ?? {} }),
    })
    // biome-ignore lint/suspicious/noExplicitAny: the shape depends on the query of the test.
    const body: any = await response.json()
    return { status: response.status, headers: response.headers, ...body }
  }
  return {
    url,
    keys,
    subgraphs,
    /** Session state that the fake users subgraph returns. */
    sessions,
    execute,
    createToken,
    stop: async () => {
      await gateway.stop()
      await Promise.all(Object.values(subgraphs).map((subgraph) => subgraph.kill()))
    },
  }
}

interface RequestOptions {
  variables?: Record<string, unknown>
  operationName?: string
  headers?: Record<string, string>
  as?: 'ADMIN' | 'EMPLOYEE' | null
}

export const DASHBOARD = `query Dashboard($f: SalesFilter, $t: TransactionFilter) {
  salesSummary(filter: $f) { success { count amount share } processing { count amount } failed { count amount } daily { date success { amount } } }
  transactions(filter: $t, first: 10) { totalCount nodes { invoice status price employeeName employee { name shift { name startAt endAt } } product { name } } }
  users(first: 50) { nodes { id name sales(filter: $f) { success { amount } } } }
  shifts { id name open sales(filter: $f) { success { amount } } }
}`
