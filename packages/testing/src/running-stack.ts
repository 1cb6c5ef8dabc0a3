import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DevStack, freePorts, PROCESSES, type ProcessName } from '@setrum/dev-stack'
import { awayFromMidnight } from './away-from-midnight.js'
import { dropDatabases } from './drop-databases.js'
import { executeGraphQL, type GraphQLResponse } from './execute-graphql.js'
import { createSandboxClient } from './sandbox-client.js'
import { waitUntil } from './wait-until.js'

export interface StackSetup {
  /** Added to the environment of every process. */
  env?: Record<string, string>
  without?: readonly ProcessName[]
  /** Another program in a process's place, as a path: a planted fault. */
  programs?: Partial<Record<ProcessName, string>>
}

export interface TestEmployee {
  id: string
  name: string
  email: string
  password: string
  /** Called `Jam` and the employee's name. */
  shiftId: string
}

export const DEMO = {
  admin: { email: 'admin@setrum.test', password: 'Setrum-Admin-1' },
  employee: { email: 'siti@setrum.test', password: 'Setrum-Kasir-1' },
} as const

const PASSWORD = 'Kasir-Uji-2026'

/**
 * The whole system for one test file: real processes on free ports, a data folder of their own, the demo people but
 * no demo sales, and a biller that answers at once.
 */
export async function startStack({ env = {}, without = ['web'], programs = {} }: StackSetup = {}) {
  await awayFromMidnight()
  const dataDir = mkdtempSync(join(tmpdir(), 'setrum-'))
  const ports = await freePorts(PROCESSES.length)
  const databasePrefix = `t${randomBytes(4).toString('hex')}_`
  const environment: NodeJS.ProcessEnv = {
    ...process.env,
    ...Object.fromEntries(PROCESSES.map(({ portVariable }, index) => [portVariable, String(ports[index])])),
    DATA_DIR: dataDir,
    DATABASE_PREFIX: databasePrefix,
    DEMO_DATA: 'people',
    IAK_SANDBOX_DELAY_MS: '200',
    LOG_LEVEL: 'info',
    // A machine that runs tests is busy: what is shown here is not how fast it is.
    SUBGRAPH_QUERY_TIMEOUT_MS: '5000',
    ...env,
  }
  const deaths: ProcessName[] = []
  const stack = new DevStack({
    env: environment,
    logDir: join(dataDir, 'logs'),
    without,
    programs,
    onDeath: ({ name }) => deaths.push(name),
  })
  try {
    await stack.start()
  } catch (error) {
    await stack.stop()
    throw error
  }

  const graph = (query: string, variables?: Record<string, unknown>, accessToken?: string, language?: string) =>
    executeGraphQL(`${stack.url('gateway')}/graphql`, {
      query,
      ...(variables ? { variables } : {}),
      ...(accessToken ? { accessToken } : {}),
      ...(language ? { language } : {}),
    })

  const signIn = async ({ email, password }: { email: string; password: string }): Promise<string> => {
    const login = 'mutation($e: String!, $p: String!) { login(email: $e, password: $p) { accessToken } }'
    // A gateway that has just met a subgraph that was not there yet leaves it alone for some seconds.
    const answer = await waitUntil(
      async () => {
        const told = await graph(login, { e: email, p: password })
        return codeOf(told) === 'SUBGRAPH_UNAVAILABLE' ? null : told
      },
      { what: `users to answer the sign-in of ${email}` },
    )
    if (!answer.data?.login) throw new Error(`sign-in of ${email} failed: ${JSON.stringify(answer.errors)}`)
    return answer.data.login.accessToken
  }

  /** A new employee; unless hours are given the shift is open round the clock: tests do not depend on the hour. */
  const makeEmployee = async (
    adminToken: string,
    { name, startAt = '00:00', endAt = '23:59' }: { name?: string; startAt?: string; endAt?: string } = {},
  ): Promise<TestEmployee> => {
    const suffix = randomBytes(4).toString('hex')
    const input = {
      employeeNumber: `K-${suffix}`,
      name: name ?? `Kasir ${suffix}`,
      email: `${suffix}@kasir.test`,
      password: PASSWORD,
      phone: '081234567890',
    }
    const shift = await graph(
      'mutation($i: CreateShiftInput!) { createShift(input: $i) { id } }',
      { i: { name: `Jam ${input.name}`, startAt, endAt } },
      adminToken,
    )
    const shiftId: string = shift.data.createShift.id
    const created = await graph(
      'mutation($i: CreateUserInput!) { createUser(input: $i) { id } }',
      { i: { ...input, shiftId } },
      adminToken,
    )
    if (!created.data?.createUser) throw new Error(`no employee: ${JSON.stringify(created.errors)}`)
    return { id: created.data.createUser.id, name: input.name, email: input.email, password: PASSWORD, shiftId }
  }

  return {
    stack,
    dataDir,
    databasePrefix,
    /** What the processes were started with, for more of them on the same database. */
    environment,
    /** The processes that ended although nobody asked them to. */
    deaths,
    biller: createSandboxClient(stack.url('iak')),
    graph,
    signIn,
    asAdmin: () => signIn(DEMO.admin),
    makeEmployee,
    /** A new employee, signed in. */
    anEmployee: async (adminToken: string) => {
      const employee = await makeEmployee(adminToken)
      return { ...employee, accessToken: await signIn(employee) }
    },
    stop: async () => {
      await stack.stop()
      if (process.env.MONGODB_URI) await dropDatabases(process.env.MONGODB_URI, databasePrefix)
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

export type RunningStack = Awaited<ReturnType<typeof startStack>>

/** The first error's code, for a short assertion. */
export function codeOf(answer: GraphQLResponse): string | undefined {
  return answer.errors?.[0]?.extensions.code
}
