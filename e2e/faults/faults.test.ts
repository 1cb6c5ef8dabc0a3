import { SUBGRAPH_NAMES, type SubgraphName } from '@setrum/api-contract'
import { type GraphQLResponse, type RunningStack, startStack, waitUntil } from '@setrum/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ProductionGateway, startProductionGateway } from '../support/production-gateway.js'
import { FAULTS, type Fault, type FaultyProxy, startFaultyProxy, UPSTREAM_CANARY } from './faulty-proxy.js'
import { committedLines, committedRows, isThere, linesOf, type Row, writeMatrix } from './matrix-file.js'
import { type Operation, operationsOf } from './operations.js'
import { ALL_OF_IT, outcomeOf, pathsOf } from './outcome.js'

/** Short, because hundreds of requests wait for them; long enough for a busy machine. */
const DEADLINES = {
  SUBGRAPH_QUERY_TIMEOUT_MS: '1500',
  SUBGRAPH_MUTATION_TIMEOUT_MS: '2000',
  SUBGRAPH_BILLER_TIMEOUT_MS: '2000',
}
const NOISE_TRIES = 4
/** A bill in payment cannot be paid again; with transactions at fault, which takes long, each payment has its own bill. */
const BILLS = {
  users: { customerNumber: '530000000000', productType: 'POSTPAID' },
  master: { customerNumber: '530000000000', productType: 'POSTPAID' },
  transactions: { customerNumber: '3225030000000', productType: 'NON_TAGLIS' },
} as const
/** Without a committed matrix there is nothing to compare with. */
const isRun = isThere() || process.env.WRITE_FAULT_MATRIX !== undefined

interface Lane {
  subgraph: SubgraphName
  proxy: FaultyProxy
  gateway: ProductionGateway
  /** Each lane has its own users: a password changed in one does not lock out another. */
  operations: Operation[]
}

let running: RunningStack
/** Each lane has a faulty proxy in front of one subgraph, so that the three are measured in parallel. */
let lanes: Lane[]
const faultResponses: string[] = []

beforeAll(async () => {
  if (!isRun) return
  running = await startStack()
  lanes = await Promise.all(SUBGRAPH_NAMES.map(startLane))
})
afterAll(async () => {
  for (const { gateway, proxy } of lanes ?? []) {
    await gateway.stop()
    await proxy.stop()
  }
  await running?.stop()
})

async function startLane(subgraph: SubgraphName): Promise<Lane> {
  const proxy = await startFaultyProxy(running.stack.url(subgraph))
  const gateway = await startProductionGateway(running, {
    urls: { [subgraph]: proxy.url },
    // A cached response would hide the fault.
    env: { ...DEADLINES, PERSISTED_DOCUMENTS: 'any', RATE_LIMIT_PER_MINUTE: '0', RESPONSE_CACHE_TTL_MS: '0' },
  })
  return { subgraph, proxy, gateway, operations: await operationsOf(running, BILLS[subgraph]) }
}

const send = async (
  { gateway }: Lane,
  { query, accessToken }: Operation,
  variables: Record<string, unknown>,
): Promise<GraphQLResponse> => gateway.graph(query, variables, accessToken ?? undefined)

const PROOF_OF_LIFE: Record<SubgraphName, string> = {
  users: '{ me { id } }',
  master: '{ shifts { id } }',
  transactions: '{ salesSummary { profit } }',
}

/** Closes the circuit breaker again after the previous fault. */
const waitForRecovery = ({ gateway, subgraph, operations }: Lane) => {
  const admin = operations[0]?.accessToken ?? undefined
  return waitUntil(async () => !(await gateway.graph(PROOF_OF_LIFE[subgraph], {}, admin)).errors, {
    what: `${subgraph} again`,
  })
}

/** Repeats the operation until nothing is missing: a busy machine looks like a fault and may open a breaker. */
async function measureHealthyPaths(lane: Lane, operation: Operation): Promise<Set<string>> {
  let last: GraphQLResponse | null = null
  const result = await waitUntil(async () => {
    last = await send(lane, operation, await operation.variables())
    return last.errors ? null : last
  }).catch(() => {
    throw new Error(`${operation.name} does not work beside ${lane.subgraph}: ${JSON.stringify(last?.errors)}`)
  })
  return pathsOf(result.data)
}

async function measure(lane: Lane, operation: Operation): Promise<Row> {
  await waitForRecovery(lane)
  // Measured right before the fault, so that stale data is from the same moment.
  const healthy = await measureHealthyPaths(lane, operation)
  const outcomes: Partial<Record<Fault, string>> = {}
  for (const fault of FAULTS) {
    const variables = await operation.variables()
    await lane.proxy.set(fault)
    const response = await send(lane, operation, variables)
    await lane.proxy.set(null)
    if (response.errors) faultResponses.push(JSON.stringify(response))
    outcomes[fault] = outcomeOf(response, healthy)
    if (outcomes[fault] !== ALL_OF_IT) await waitForRecovery(lane)
  }
  return { operation: operation.name, subgraph: lane.subgraph, outcomes: outcomes as Record<Fault, string> }
}

/**
 * Repeats a measurement that differs from the committed one or, while writing, from the previous one: a busy machine
 * looks like a fault.
 */
async function rowOf(lane: Lane, operation: Operation, committed: readonly string[] | null): Promise<Row> {
  let expected = committed
  for (let tries = 1; ; tries += 1) {
    const row = await measure(lane, operation)
    if (tries === NOISE_TRIES || (expected && isSame(row, expected))) return row
    if (!committed) expected = linesOf(row)
  }
}

test.runIf(isRun)(
  'under each fault, each operation of the web app and the playground works as the matrix states',
  async () => {
    const rows: Row[] = []
    const differences: string[] = []
    await Promise.all(
      lanes.map(async (lane) => {
        for (const operation of lane.operations) {
          const { subgraph } = lane
          const expected = process.env.WRITE_FAULT_MATRIX
            ? null
            : committedLines({ operation: operation.name, subgraph })
          const row = await rowOf(lane, operation, expected)
          rows.push(row)
          if (expected && !isSame(row, expected)) {
            differences.push(`is\n  ${linesOf(row).join('\n  ')}\nand not\n  ${expected.join('\n  ')}`)
          }
        }
      }),
    )
    if (process.env.WRITE_FAULT_MATRIX) writeMatrix(rows)
    expect(differences.join('\n')).toBe('')
    expect(committedRows()).toBe(rows.length)
  },
  480_000,
)

test.runIf(isRun)('two hundred responses under faults reveal nothing of the internal services', () => {
  expect(faultResponses.length).toBeGreaterThanOrEqual(200)
  const canaries = [
    UPSTREAM_CANARY,
    '127.0.0.1',
    'localhost',
    '10.9.8.7',
    'ECONN',
    'MongoServerError',
    'E11000',
    'node_modules',
    '.js:',
    '    at ',
    'undici',
    'UND_ERR',
    'x-setrum-identity',
    'Did you mean',
    'stacktrace',
    'serviceName',
    '_entities',
  ]
  for (const canary of canaries) expect(faultResponses.filter((response) => response.includes(canary))).toEqual([])
  const ports = [...SUBGRAPH_NAMES.map((name) => running.stack.port(name)), ...lanes.map(({ proxy }) => proxy.port)]
  // As a whole word: an id may contain the digits of a port.
  const port = new RegExp(`(?<![0-9a-z])(${ports.join('|')})(?![0-9a-z])`, 'i')
  expect(faultResponses.filter((response) => port.test(response))).toEqual([])
})

function isSame(row: Row, expected: readonly string[]): boolean {
  return linesOf(row).join('\n') === expected.join('\n')
}
