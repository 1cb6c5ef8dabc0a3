import { SUBGRAPH_NAMES, SUBGRAPHS, type SubgraphName } from '@setrum/api-contract'

export type ProcessName = 'mongodb' | 'iak' | SubgraphName | 'gateway' | 'web'

/** The processes of the system, in the order in which they start; they stop in the opposite order. */
export const PROCESS_NAMES: readonly ProcessName[] = ['mongodb', 'iak', ...SUBGRAPH_NAMES, 'gateway', 'web']

export interface ProcessSpec {
  name: ProcessName
  /** The title in the table that `npm start` prints. */
  title: string
  portVariable: string
  defaultPort: number
  /** The folder it runs in and the program, relative to it. */
  folder: string
  program: string[]
  /** The program of watch mode. */
  watchProgram: string[]
  /** Polled until it responds 200; a process without one is ready when its port accepts a connection. */
  readyPath?: string
}

/** Options of Node.js for a subgraph that needs some. */
const NODE_OPTIONS: Partial<Record<SubgraphName, readonly string[]>> = {
  // Without limits V8 keeps 360 MB for selling; with these, 170. The live heap is far below either.
  transactions: ['--max-old-space-size=256', '--max-semi-space-size=8'],
}

/** Loads OpenTelemetry where OTEL_EXPORTER_OTLP_ENDPOINT is set. */
const TRACING = ['--import=@setrum/service-runtime/tracing/internal']

/** The bundle of a service; in watch mode its modules, so that `node --watch` restarts it when one of them changes. */
const service = (...options: string[]) => ({
  program: [...options, 'bundle/main.js'],
  watchProgram: ['--watch', '--watch-preserve-output', ...options, 'dist/main.js'],
})

function subgraphSpec({ name, port }: (typeof SUBGRAPHS)[number]): ProcessSpec {
  return {
    name,
    title: `Subgraph ${name}`,
    portVariable: `${name.toUpperCase()}_PORT`,
    defaultPort: port,
    folder: `subgraphs/${name}`,
    ...service(...(NODE_OPTIONS[name] ?? []), ...TRACING),
    readyPath: '/health/ready',
  }
}

/** The embedded database and the biller's sandbox run only when no real ones are configured. */
export const PROCESSES: readonly ProcessSpec[] = [
  {
    name: 'mongodb',
    title: 'Embedded database (MongoDB protocol)',
    portVariable: 'MONGODB_PORT',
    defaultPort: 4017,
    folder: 'sandbox/mongodb',
    ...service(),
  },
  {
    name: 'iak',
    title: 'Biller sandbox (IAK)',
    portVariable: 'IAK_SANDBOX_PORT',
    defaultPort: 4010,
    folder: 'sandbox/iak',
    ...service(...TRACING),
    readyPath: '/health/ready',
  },
  ...SUBGRAPHS.map(subgraphSpec),
  {
    name: 'gateway',
    title: 'Gateway (GraphQL)',
    portVariable: 'GATEWAY_PORT',
    defaultPort: 4000,
    folder: 'gateway',
    // A large young generation, so that little short-lived data is promoted; frequent collection of the old one. Without
    // limits V8 reached 277 MB over a million requests. With 8 MB of young space it stayed under 250 MB, and a dashboard
    // took about a third more processor time.
    ...service(
      '--max-semi-space-size=32',
      '--heap-growing-percent=30',
      '--import=@setrum/service-runtime/tracing/entry',
    ),
    readyPath: '/health/ready',
  },
  {
    name: 'web',
    title: 'Web app',
    portVariable: 'WEB_PORT',
    defaultPort: 3000,
    folder: 'web',
    program: ['.next/standalone/web/start.mjs'],
    // Bound to the address that is printed: from another one the development server refuses hot reload.
    watchProgram: ['../node_modules/next/dist/bin/next', 'dev', '--hostname', '127.0.0.1'],
    readyPath: '/health/ready',
  },
]
