import { readFileSync, writeFileSync } from 'node:fs'
import { codeOf, type GraphQLResponse, type RunningStack, startStack, waitUntil } from '@setrum/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { NOT_REACHED_BY_QUERY, ROOTS, type Subjects, WAYS } from './probes.js'

const FILE = new URL('rights.md', import.meta.url)
const PEOPLE = ['anonymous', 'employee in shift', 'employee out of shift', 'inactive', 'admin'] as const
type Person = (typeof PEOPLE)[number]
const HEAD = `# Who may see and do what

Every field of the graph for each kind of person, measured by rights.test.ts on the real system, compared in every run,
and written anew by \`npm run test:rights:write\`. A field that is not in here fails the test: a new field needs a rule.
*yes*: it is there, or could be (a wrong input is told to who may give it); *null*: there is nothing for this person;
else the code of the refusal. The way is how the object was reached; *mine* is a sale of the employees' own, *theirs*
one of somebody else, *me* the employee in shift and *other* somebody else.

| Field | Way | ${PEOPLE.join(' | ')} |
|---|---|${PEOPLE.map(() => '---').join('|')}|
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
const tokens: Partial<Record<Person, string>> = {}
let subjects: Record<'employee in shift' | 'employee out of shift', Subjects>
let leaves: Map<string, { name: string; isLeaf: boolean }[]>

beforeAll(async () => {
  running = await startStack()
  const admin = await running.asAdmin()
  const [inShift, outOfShift, inactive, other] = await Promise.all([
    running.anEmployee(admin),
    running.anEmployee(admin),
    running.anEmployee(admin),
    running.anEmployee(admin),
  ])
  const ask = async (query: string, accessToken: string) => {
    const answer = await running.graph(query, {}, accessToken)
    if (answer.errors) throw new Error(JSON.stringify(answer.errors))
    return answer.data
  }
  const billOf = async (accessToken: string): Promise<string> => {
    const { inquireBill } = await ask(
      'mutation { inquireBill(input: { customerNumber: "530000000000", productType: POSTPAID, idempotencyKey: "the-rights-matrix" }) { id } }',
      accessToken,
    )
    await ask(`mutation { payBill(transactionId: "${inquireBill.id}") { id } }`, accessToken)
    return inquireBill.id
  }
  const mine = await billOf(inShift.accessToken)
  const ofOut = await billOf(outOfShift.accessToken)
  const theirs = await billOf(other.accessToken)
  await ask('mutation { createApiKey(input: { name: "Uji", kind: READ_ONLY }) { key } }', admin)
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

  // Half a day away from now, at the counter's clock.
  const hour = (new Date(Date.now() + 7 * 3_600_000).getUTCHours() + 12) % 24
  const away = String(hour).padStart(2, '0')
  await ask(
    `mutation { updateShift(id: "${outOfShift.shiftId}", input: { startAt: "${away}:00", endAt: "${away}:30" }) { id } }`,
    admin,
  )
  await ask(`mutation { updateUser(id: "${inactive.id}", input: { active: false }) { id } }`, admin)
  const buy = `mutation { ${ROOTS['Mutation.buyToken']?.(subjects['employee in shift'])} }`
  await waitUntil(async () => codeOf(await running.graph(buy, {}, outOfShift.accessToken)) === 'OUTSIDE_SHIFT')
  await waitUntil(
    async () => codeOf(await running.graph('{ me { id } }', {}, inactive.accessToken)) === 'ACCOUNT_INACTIVE',
  )
  leaves = await fieldsOfTypes()
})
afterAll(() => running?.stop())

const of = (person: Person): Subjects =>
  person === 'employee out of shift' ? subjects[person] : subjects['employee in shift']

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
    PEOPLE.map(async (person) => {
      const answer = await running.graph(`${operation} { ${probe(of(person))} }`, {}, tokens[person])
      const code = codeOf(answer)
      if (code) return REFUSALS.has(code) ? code : 'yes'
      return Object.values(answer.data)[0] === null ? 'null' : 'yes'
    }),
  )
  return rowText(field, '', cells)
}

async function typeRows(typeName: string, way: (of: Subjects) => string): Promise<string[]> {
  const fields = leaves.get(typeName) ?? []
  const selection = fields.map(({ name, isLeaf: leaf }) => (leaf ? name : `${name} { __typename }`)).join(' ')
  const answers = await Promise.all(
    PEOPLE.map((person) => running.graph(`{ ${way(of(person)).replace('#', selection)} }`, {}, tokens[person])),
  )
  const shown = way({ me: 'me', other: 'other', shift: 'shift', mine: 'mine', theirs: 'theirs' })
    .replaceAll(/[{}#"]/g, '')
    .trim()
    .replaceAll(/\s+/g, ' ')
  return fields.map(({ name }) =>
    rowText(
      `${typeName}.${name}`,
      shown,
      answers.map((answer) => cellOf(answer, name)),
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

function rowText(field: string, way: string, cells: readonly string[]): string {
  return `| ${field} | ${way} | ${cells.join(' | ')} |`
}

test('every field is there for whom the matrix names, and for nobody else', async () => {
  const rows: string[] = []
  for (const [typeName, fields] of [...leaves].sort(([one], [other]) => (one < other ? -1 : 1))) {
    if (NOT_REACHED_BY_QUERY.has(typeName)) continue
    if (typeName === 'Query' || typeName === 'Mutation') {
      for (const { name } of fields) {
        const probe = ROOTS[`${typeName}.${name}`]
        if (!probe) throw new Error(`${typeName}.${name} has no rule: say in probes.ts how it is asked for`)
        rows.push(await rootRow(`${typeName}.${name}`, probe))
      }
      continue
    }
    const ways = WAYS[typeName]
    if (!ways) throw new Error(`${typeName} has no rule: say in probes.ts how it is reached`)
    for (const way of ways) rows.push(...(await typeRows(typeName, way)))
  }
  const text = `${HEAD}${rows.join('\n')}\n`
  if (process.env.WRITE_RIGHTS_MATRIX) writeFileSync(FILE, text)
  expect(text).toBe(readFileSync(FILE, 'utf8'))
})

test("somebody else's sale and one that does not exist are told apart by nothing", async () => {
  const { theirs } = of('employee in shift')
  const missing = `${theirs.slice(0, -6)}ffffff`
  const accessToken = tokens['employee in shift']
  for (const asked of [
    (id: string) => `query { transaction(id: "${id}") { id invoice token } }`,
    (id: string) => `mutation { payBill(transactionId: "${id}") { id } }`,
    (id: string) => `mutation { checkTransactionStatus(id: "${id}") { id } }`,
    (id: string) => `mutation { recordPrint(id: "${id}") { id } }`,
  ]) {
    const foreign = await running.graph(asked(theirs), {}, accessToken)
    const none = await running.graph(asked(missing), {}, accessToken)
    expect({ data: foreign.data, errors: foreign.errors }).toEqual({ data: none.data, errors: none.errors })
    expect(foreign.data?.transaction ?? null).toBeNull()
  }
})

test('the sales of a person and of a shift are for whom the sales themselves are', async () => {
  const { me, other, shift } = of('employee in shift')
  const employee = tokens['employee in shift']
  const own = await running.graph(
    '{ me { sales { success { count } profit } } salesSummary { success { count } } }',
    {},
    employee,
  )
  expect(own.data.me.sales).toEqual({ success: own.data.salesSummary.success, profit: null })
  // The filter cannot widen what an employee sees, neither at the root nor on the way back from a person.
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

test('who signs in learns the hours of the shift in the same request', async () => {
  const { shift } = of('employee in shift')
  const created = await running.graph(
    `mutation { createUser(input: { employeeNumber: "K-777", name: "Rina", email: "rina@kasir.test", password: "Rahasia-2026", phone: "081234567890", shiftId: "${shift}" }) { id } }`,
    {},
    tokens.admin,
  )
  expect(created.errors).toBeUndefined()
  const answer = await running.graph(
    'mutation { login(email: "rina@kasir.test", password: "Rahasia-2026") { accessToken user { name shift { name startAt endAt } } } }',
  )
  expect(answer.errors).toBeUndefined()
  expect(answer.data.login.user).toEqual({
    name: 'Rina',
    shift: { name: expect.stringMatching(/^Jam Kasir /), startAt: '00:00', endAt: '23:59' },
  })
})
