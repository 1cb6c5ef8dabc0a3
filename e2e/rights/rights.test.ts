import { readFileSync, writeFileSync } from 'node:fs'
import { codeOf, type GraphQLResponse, type RunningStack, startStack, waitUntil } from '@setrum/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { NOT_REACHED_BY_QUERY, PATHS, ROOTS, type Subjects } from './probes.js'

const FILE = new URL('rights.md', import.meta.url)
const CALLERS = ['anonymous', 'employee in shift', 'employee out of shift', 'inactive', 'admin'] as const
type Caller = (typeof CALLERS)[number]
const HEAD = `# Access rights

Access to every field for each role, measured by rights.test.ts on the real system, compared in every run, and written
anew by \`npm run test:rights:write\`. A new field fails the test until it has a rule.
*yes*: access is granted, even if the input is then rejected as invalid; *null*: access is granted, without a value;
otherwise the error code. Path: how the object was reached. *mine*: a sale of the calling employee; *theirs*: a sale of
another employee; *me*: the employee in shift; *other*: another employee.

| Field | Path | ${CALLERS.join(' | ')} |
|---|---|${CALLERS.map(() => '---').join('|')}|
`
const REFUSALS = new Set(['UNAUTHENTICATED', 'FORBIDDEN', 'OUTSIDE_SHIFT', 'ACCOUNT_INACTIVE', 'INTERNAL_SERVER_ERROR'])

const typeShape = z.object({
  name: z.string().nullable(),
  kind: z.string(),
  ofType: z.unknown(),
})
const schemaShape = z.object({
  types: z.array(
    z.object({
      name: z.string(),
      kind: z.string(),
      fields: z.array(z.object({ name: z.string(), type: typeShape })).nullable(),
    }),
  ),
})

let running: RunningStack
const tokens: Partial<Record<Caller, string>> = {}
let subjects: Record<'employee in shift' | 'employee out of shift', Subjects>
let leaves: Map<string, { name: string; isLeaf: boolean }[]>

const of = (caller: Caller): Subjects =>
  caller === 'employee out of shift' ? subjects[caller] : subjects['employee in shift']

async function fieldsOfTypes() {
  const { data } = await running.graph(
    '{ __schema { types { name kind fields { name type { name kind ofType { name kind ofType { name kind ofType { name kind } } } } } } } }',
  )
  const { types } = schemaShape.parse(data.__schema)
  const ours = types.filter(({ name, kind }) => kind === 'OBJECT' && !name.startsWith('__'))
  return new Map(
    ours.map(({ name, fields }) => [
      name,
      (fields ?? []).map((field) => ({ name: field.name, isLeaf: isLeaf(field.type) })),
    ]),
  )
}

function isLeaf(type: unknown): boolean {
  const { kind, ofType } = typeShape.parse({ ofType: null, ...Object(type) })
  return ofType ? isLeaf(ofType) : kind !== 'OBJECT'
}

async function rootRow(field: string, probe: (of: Subjects) => string): Promise<string> {
  const operation = field.startsWith('Mutation.') ? 'mutation' : 'query'
  const cells = await Promise.all(
    CALLERS.map(async (caller) => {
      const response = await running.graph(`${operation} { ${probe(of(caller))} }`, {}, tokens[caller])
      const code = codeOf(response)
      if (code) return REFUSALS.has(code) ? code : 'yes'
      return Object.values(response.data)[0] === null ? 'null' : 'yes'
    }),
  )
  return rowText(field, '', cells)
}

async function typeRows(typeName: string, pathFor: (of: Subjects) => string): Promise<string[]> {
  const fields = leaves.get(typeName) ?? []
  const selection = fields.map(({ name, isLeaf: leaf }) => (leaf ? name : `${name} { __typename }`)).join(' ')
  const responses = await Promise.all(
    CALLERS.map((caller) => running.graph(`{ ${pathFor(of(caller)).replace('#', selection)} }`, {}, tokens[caller])),
  )
  const shown = pathFor({ me: 'me', other: 'other', shift: 'shift', mine: 'mine', theirs: 'theirs' })
    .replaceAll(/[{}#"]/g, '')
    .trim()
    .replaceAll(/\s+/g, ' ')
  return fields.map(({ name }) =>
    rowText(
      `${typeName}.${name}`,
      shown,
      responses.map((response) => cellOf(response, name)),
    ),
  )
}

function cellOf({ data, errors }: GraphQLResponse, field: string): string {
  const ofField = errors?.find(({ path }) => path?.at(-1) === field)
  if (ofField) return ofField.extensions.code
  const values = valuesAt(data, field)
  if (values.length > 0) return values.some((value) => value !== null) ? 'yes' : 'null'
  return errors?.[0]?.extensions.code ?? 'null'
}

/** The values of a field in the innermost objects that have it. */
function valuesAt(value: unknown, field: string): unknown[] {
  if (Array.isArray(value)) return value.flatMap((element) => valuesAt(element, field))
  if (typeof value !== 'object' || value === null) return []
  const inside = Object.values(value).flatMap((child) => valuesAt(child, field))
  if (inside.length > 0) return inside
  return Object.entries(value).flatMap(([name, child]) => (name === field ? [child] : []))
}

function rowText(field: string, path: string, cells: readonly string[]): string {
  return `| ${field} | ${path} | ${cells.join(' | ')} |`
}

describe.each(['setrum', 'apollo'])('with the executor %s', (executor) => {
  beforeAll(async () => {
    running = await startStack({ env: { GATEWAY_EXECUTOR: executor } })
    const admin = await running.asAdmin()
    const [inShift, outOfShift, inactive, other] = await Promise.all([
      running.anEmployee(admin),
      running.anEmployee(admin),
      running.anEmployee(admin),
      running.anEmployee(admin),
    ])
    const execute = async (query: string, accessToken: string) => {
      const response = await running.graph(query, {}, accessToken)
      if (response.errors) throw new Error(JSON.stringify(response.errors))
      return response.data
    }
    const billOf = async (accessToken: string): Promise<string> => {
      const { inquireBill } = await execute(
        'mutation { inquireBill(input: { customerNumber: "530000000000", productType: POSTPAID, idempotencyKey: "the-rights-matrix" }) { id } }',
        accessToken,
      )
      await execute(`mutation { payBill(transactionId: "${inquireBill.id}") { id } }`, accessToken)
      return inquireBill.id
    }
    const mine = await billOf(inShift.accessToken)
    const ofOut = await billOf(outOfShift.accessToken)
    const theirs = await billOf(other.accessToken)
    await execute('mutation { createApiKey(input: { name: "Uji", kind: READ_ONLY }) { key } }', admin)
    const common = { other: other.id, shift: other.shiftId, theirs }
    subjects = {
      'employee in shift': { ...common, me: inShift.id, mine },
      'employee out of shift': { ...common, me: outOfShift.id, mine: ofOut },
    }
    Object.assign(tokens, {
      'employee in shift': inShift.accessToken,
      'employee out of shift': outOfShift.accessToken,
      inactive: inactive.accessToken,
      admin,
    })

    // Twelve hours from now, in the time zone of the counter.
    const hour = (new Date(Date.now() + 7 * 3_600_000).getUTCHours() + 12) % 24
    const away = String(hour).padStart(2, '0')
    await execute(
      `mutation { updateShift(id: "${outOfShift.shiftId}", input: { startAt: "${away}:00", endAt: "${away}:30" }) { id } }`,
      admin,
    )
    await execute(`mutation { updateUser(id: "${inactive.id}", input: { active: false }) { id } }`, admin)
    const buy = `mutation { ${ROOTS['Mutation.buyToken']?.(subjects['employee in shift'])} }`
    await waitUntil(async () => codeOf(await running.graph(buy, {}, outOfShift.accessToken)) === 'OUTSIDE_SHIFT')
    await waitUntil(
      async () => codeOf(await running.graph('{ me { id } }', {}, inactive.accessToken)) === 'ACCOUNT_INACTIVE',
    )
    leaves = await fieldsOfTypes()
  })
  afterAll(() => running?.stop())

  test('every field is accessible exactly as the matrix states', async () => {
    const rows: string[] = []
    for (const [typeName, fields] of [...leaves].sort(([one], [other]) => (one < other ? -1 : 1))) {
      if (NOT_REACHED_BY_QUERY.has(typeName)) continue
      if (typeName === 'Query' || typeName === 'Mutation') {
        for (const { name } of fields) {
          const probe = ROOTS[`${typeName}.${name}`]
          if (!probe) throw new Error(`${typeName}.${name} has no rule: add one to ROOTS in probes.ts`)
          rows.push(await rootRow(`${typeName}.${name}`, probe))
        }
        continue
      }
      const paths = PATHS[typeName]
      if (!paths) throw new Error(`${typeName} has no rule: add one to PATHS in probes.ts`)
      for (const path of paths) rows.push(...(await typeRows(typeName, path)))
    }
    const text = `${HEAD}${rows.join('\n')}\n`
    if (process.env.WRITE_RIGHTS_MATRIX) writeFileSync(FILE, text)
    expect(text).toBe(readFileSync(FILE, 'utf8'))
  })

  test("another employee's sale and a sale that does not exist get the same response", async () => {
    const { theirs } = of('employee in shift')
    const missing = `${theirs.slice(0, -6)}ffffff`
    const accessToken = tokens['employee in shift']
    for (const operation of [
      (id: string) => `query { transaction(id: "${id}") { id invoice token } }`,
      (id: string) => `mutation { payBill(transactionId: "${id}") { id } }`,
      (id: string) => `mutation { checkTransactionStatus(id: "${id}") { id } }`,
      (id: string) => `mutation { recordPrint(id: "${id}") { id } }`,
    ]) {
      const foreign = await running.graph(operation(theirs), {}, accessToken)
      const none = await running.graph(operation(missing), {}, accessToken)
      expect({ data: foreign.data, errors: foreign.errors }).toEqual({ data: none.data, errors: none.errors })
      expect(foreign.data?.transaction ?? null).toBeNull()
    }
  })

  test('sales totals of a user or shift follow the access rights of the sales themselves', async () => {
    const { me, other, shift } = of('employee in shift')
    const employee = tokens['employee in shift']
    const own = await running.graph(
      '{ me { sales { success { count } profit } } salesSummary { success { count } } }',
      {},
      employee,
    )
    expect(own.data.me.sales).toEqual({ success: own.data.salesSummary.success, profit: null })
    // A filter cannot widen an employee's access, neither at the root nor below a user.
    const wide = await running.graph(
      `{ me { sales(filter: { employeeId: "${other}" }) { success { count } } } salesSummary(filter: { employeeId: "${other}" }) { success { count } } }`,
      {},
      employee,
    )
    expect(wide.data.me.sales).toEqual(wide.data.salesSummary)
    expect(wide.data.salesSummary.success.count).toBe(0)
    const ofShift = await running.graph(`{ shift(id: "${shift}") { id sales { success { count } } } }`, {}, employee)
    expect(ofShift.data.shift.sales).toBeNull()
    const byAdmin = await running.graph(
      `{ user(id: "${me}") { sales { success { count } profit } } salesSummary(filter: { employeeId: "${me}" }) { success { count } profit } }`,
      {},
      tokens.admin,
    )
    expect(byAdmin.data.user.sales).toEqual(byAdmin.data.salesSummary)
  })

  test('the sign-in response contains the hours of the shift', async () => {
    const { shift } = of('employee in shift')
    const created = await running.graph(
      `mutation { createUser(input: { employeeNumber: "K-777", name: "Rina", email: "rina@kasir.test", password: "Rahasia-2026", phone: "081234567890", shiftId: "${shift}" }) { id } }`,
      {},
      tokens.admin,
    )
    expect(created.errors).toBeUndefined()
    const response = await running.graph(
      'mutation { login(email: "rina@kasir.test", password: "Rahasia-2026") { accessToken user { name shift { name startAt endAt } } } }',
    )
    expect(response.errors).toBeUndefined()
    expect(response.data.login.user).toEqual({
      name: 'Rina',
      shift: {
        name: expect.stringMatching(/^Jam Kasir /),
        startAt: expect.stringMatching(/:00$/),
        endAt: expect.stringMatching(/:59$/),
      },
    })
  })
})
