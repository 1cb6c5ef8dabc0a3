/** The processes of the system, in the order in which they start; they stop in the opposite order. */
export const PROCESS_NAMES = ['mongodb', 'iak', 'users', 'master', 'transactions', 'gateway', 'web'] as const
export type ProcessName = (typeof PROCESS_NAMES)[number]

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
  {
    name: 'users',
    title: 'Subgraph users',
    portVariable: 'USERS_PORT',
    defaultPort: 4001,
    folder: 'subgraphs/users',
    program: ['dist/main.js'],
    readyPath: '/health/ready',
  },
  {
    name: 'master',
    title: 'Subgraph master',
    portVariable: 'MASTER_PORT',
    defaultPort: 4002,
    folder: 'subgraphs/master',
    program: ['dist/main.js'],
    readyPath: '/health/ready',
  },
  {
    name: 'transactions',
    title: 'Subgraph transactions',
    portVariable: 'TRANSACTIONS_PORT',
    defaultPort: 4003,
    folder: 'subgraphs/transactions',
    // Left to itself V8 keeps 360 MB for selling; with this it is 170. What lives of it is far below either.
    program: ['--max-old-space-size=256', '--max-semi-space-size=8', 'dist/main.js'],
    readyPath: '/health/ready',
  },
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
