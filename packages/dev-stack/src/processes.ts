import { SUBGRAPHS, type SubgraphName } from '@setrum/api-contract'

export type ProcessName = 'mongodb' | 'iak' | SubgraphName | 'gateway' | 'web'

/** The processes of the system, in the order in which they start; they stop in the opposite order. */
export const PROCESS_NAMES: readonly ProcessName[] = [
  'mongodb',
  'iak',
  ...SUBGRAPHS.map(({ name }) => name),
  'gateway',
  'web',
]

export interface ProcessSpec {
  name: ProcessName
  /** What it is, for the table that `npm start` prints. */
  title: string
  portVariable: string
  defaultPort: number
  /** The folder it runs in and the program, relative to it. */
  folder: string
  program: string[]
  /** Asked until it answers 200; a process without one is up when its port accepts a connection. */
  readyPath?: string
}

/** Options of Node.js for a subgraph that needs some. */
const NODE_OPTIONS: Partial<Record<SubgraphName, readonly string[]>> = {
  // Without limits V8 keeps 360 MB for selling; with these, 170. The live heap is far below either.
  transactions: ['--max-old-space-size=256', '--max-semi-space-size=8'],
}

function subgraphSpec({ name, port }: (typeof SUBGRAPHS)[number]): ProcessSpec {
  return {
    name,
    title: `Subgraph ${name}`,
    portVariable: `${name.toUpperCase()}_PORT`,
    defaultPort: port,
    folder: `subgraphs/${name}`,
    program: [...(NODE_OPTIONS[name] ?? []), 'dist/main.js'],
    readyPath: '/health/ready',
  }
}

/** What there is to run. The embedded database and the biller's sandbox run only when nothing real is configured. */
export const PROCESSES: readonly ProcessSpec[] = [
  {
    name: 'mongodb',
    title: 'Embedded database (MongoDB protocol)',
    portVariable: 'MONGODB_PORT',
    defaultPort: 4017,
    folder: 'sandbox/mongodb',
    program: ['dist/main.js'],
  },
  {
    name: 'iak',
    title: 'Biller sandbox (IAK)',
    portVariable: 'IAK_SANDBOX_PORT',
    defaultPort: 4010,
    folder: 'sandbox/iak',
    program: ['dist/main.js'],
    readyPath: '/health/ready',
  },
  ...SUBGRAPHS.map(subgraphSpec),
  {
    name: 'gateway',
    title: 'Gateway (GraphQL)',
    portVariable: 'GATEWAY_PORT',
    defaultPort: 4000,
    folder: 'gateway',
    // Room for what requests leave behind, so that little of it is taken for lasting; what lasts is looked through often.
    // Left to itself V8 came to 277 MB over a million requests; with 8 MB of young space alone it stayed under 250, and a
    // dashboard took about a third more processor time.
    program: ['--max-semi-space-size=32', '--heap-growing-percent=30', 'dist/main.js'],
    readyPath: '/health/ready',
  },
  {
    name: 'web',
    title: 'Web app',
    portVariable: 'WEB_PORT',
    defaultPort: 3000,
    folder: 'web',
    program: ['.next/standalone/web/start.mjs'],
    readyPath: '/health/ready',
  },
]
