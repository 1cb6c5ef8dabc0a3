import { join } from 'node:path'
import type { SubgraphName } from '@setrum/api-contract'
import { DevStack, freePorts, PROCESS_NAMES } from '@setrum/dev-stack'
import { executeGraphQL, type GraphQLResponse, type RunningStack } from '@setrum/testing'

export interface ProductionGatewaySetup {
  /** Addresses of subgraphs behind a proxy, such as `http://127.0.0.1:4000`; the others are called directly. */
  urls?: Partial<Record<SubgraphName, string>>
  env?: Record<string, string>
}

/** Starts another gateway for a running system, with production settings and the system's keys. */
export async function startProductionGateway(
  running: RunningStack,
  { urls = {}, env = {} }: ProductionGatewaySetup = {},
) {
  const { dataDir, environment } = running
  const [port] = await freePorts(1)
  const addressOf = (name: SubgraphName) => `${urls[name] ?? running.stack.url(name)}/graphql`
  const stack = new DevStack({
    env: {
      ...environment,
      NODE_ENV: 'production',
      GATEWAY_PORT: String(port),
      USERS_URL: addressOf('users'),
      MASTER_URL: addressOf('master'),
      TRANSACTIONS_URL: addressOf('transactions'),
      IDENTITY_SECRET_FILE: join(dataDir, 'keys', 'identity-secret'),
      ACCESS_TOKEN_JWKS_FILE: join(dataDir, 'keys', 'access-token.jwks.json'),
      ...env,
    },
    logDir: join(dataDir, `logs-gateway-${port}`),
    without: PROCESS_NAMES.filter((name) => name !== 'gateway'),
  })
  await stack.start()
  const url = `${stack.url('gateway')}/graphql`
  return {
    url,
    /** Path of its log, one JSON event per line. */
    logFile: stack.logFile('gateway'),
    /** Process id. */
    pid: () => stack.pid('gateway'),
    start: () => stack.startOne('gateway'),
    kill: () => stack.kill('gateway'),
    stop: () => stack.stop(),
    graph: (query: string, variables: Record<string, unknown>, accessToken?: string): Promise<GraphQLResponse> =>
      executeGraphQL(url, { query, variables, ...(accessToken ? { accessToken } : {}) }),
  }
}

export type ProductionGateway = Awaited<ReturnType<typeof startProductionGateway>>
