import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { askGraph, type GraphAnswer, type RunningHouse, waitUntil } from '@setrum/testing'
import { freePort } from './free-port.js'

const FOLDER = fileURLToPath(new URL('../../gateway/', import.meta.url))

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
  const { house, dataDir } = running
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const logFile = join(dataDir, 'logs', `gateway-${port}.log`)
  const addressOf = (name: SubgraphName) => `${urls[name] ?? house.url(name)}/graphql`
  let child: ChildProcess | undefined

  const launch = () => {
    child = spawn(process.execPath, ['dist/main.js'], {
      cwd: FOLDER,
      env: {
        ...process.env,
        NODE_ENV: 'production',
        GATEWAY_PORT: String(port),
        USERS_URL: addressOf('users'),
        MASTER_URL: addressOf('master'),
        TRANSACTIONS_URL: addressOf('transactions'),
        IDENTITY_SECRET_FILE: join(dataDir, 'keys', 'identity-secret'),
        ACCESS_TOKEN_JWKS_FILE: join(dataDir, 'keys', 'access-token.jwks.json'),
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const log = createWriteStream(logFile, { flags: 'a' })
    child.stdout?.pipe(log, { end: false })
    child.stderr?.pipe(log, { end: false })
  }
  const untilReady = (within = 90_000) =>
    waitUntil(
      () =>
        fetch(`${url}/health/ready`).then(
          ({ ok }) => ok,
          () => false,
        ),
      { within, what: 'the gateway' },
    )
  const end = async (signal: NodeJS.Signals) => {
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    child.kill(signal)
    await once(child, 'exit')
  }

  launch()
  await untilReady()
  return {
    url,
    logFile,
    pid: () => child?.pid ?? 0,
    graph: (query: string, variables?: Record<string, unknown>, accessToken?: string): Promise<GraphAnswer> =>
      askGraph(`${url}/graphql`, {
        query,
        ...(variables ? { variables } : {}),
        ...(accessToken ? { accessToken } : {}),
      }),
    launch,
    untilReady,
    kill: () => end('SIGKILL'),
    terminate: () => end('SIGTERM'),
    stop: () => end('SIGTERM'),
  }
}

export type ProductionGateway = Awaited<ReturnType<typeof startProductionGateway>>
