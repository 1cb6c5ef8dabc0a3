import { join } from 'node:path'
import { freePorts, House, PROCESS_NAMES } from '@setrum/house'
import { askGraph, type GraphAnswer, type RunningHouse } from '@setrum/testing'

export type SubgraphName = 'users' | 'master' | 'transactions'

export interface ProductionGatewaySetup {
  /** Where it finds subgraphs, when not directly: the door of a proxy, such as `http://127.0.0.1:4000`. */
  urls?: Partial<Record<SubgraphName, string>>
  env?: Record<string, string>
}

/** One more gateway in front of a running house, set up as in production and with the house's own keys. */
export async function startProductionGateway(
  running: RunningHouse,
  { urls = {}, env = {} }: ProductionGatewaySetup = {},
) {
  const { dataDir, environment } = running
  const [port] = await freePorts(1)
  const addressOf = (name: SubgraphName) => `${urls[name] ?? running.house.url(name)}/graphql`
  const house = new House({
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
  await house.start()
  const url = `${house.url('gateway')}/graphql`
  return {
    url,
    /** Where its log is: JSON, a line an event. */
    logFile: house.logFile('gateway'),
    /** The operating system's number of its process. */
    pid: () => house.pid('gateway'),
    start: () => house.startOne('gateway'),
    kill: () => house.kill('gateway'),
    stop: () => house.stop(),
    graph: (query: string, variables: Record<string, unknown>, accessToken?: string): Promise<GraphAnswer> =>
      askGraph(url, { query, variables, ...(accessToken ? { accessToken } : {}) }),
  }
}

export type ProductionGateway = Awaited<ReturnType<typeof startProductionGateway>>
