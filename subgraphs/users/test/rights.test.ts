import { readFileSync } from 'node:fs'
import type { Viewer } from '@setrum/identity'
import { codeOf } from '@setrum/testing'
import { Kind, parse } from 'graphql'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { PAGI } from './support/start-fake-master.js'
import { ADMIN, ANONYMOUS, GATEWAY, SITI, startTestUsers, type TestUsers } from './support/start-test-users.js'

const SITI_ID = '664000000000000000000002'
const BUDI_ID = '664000000000000000000003'
const ENTITIES = 'query($r: [_Any!]!) { _entities(representations: $r) { ... on User { name email phone } } }'
const CREATE = `mutation { createUser(input: {
  employeeNumber: "R-1", name: "R", email: "r@kasir.test", password: "Kasir-Uji-2026", phone: "081234567", shiftId: "${PAGI}"
}) { id } }`

let users: TestUsers

beforeAll(async () => {
  users = await startTestUsers()
})
afterAll(() => users?.stop())

const VIEWERS = { anonymous: ANONYMOUS, employee: SITI, admin: ADMIN, service: GATEWAY } satisfies Record<
  string,
  Viewer
>
const ALLOWED = undefined
const NO_ONE = 'UNAUTHENTICATED'
const NOT_YOU = 'FORBIDDEN'

describe('who may ask what', () => {
  test.each([
    ['{ me { name } }', { anonymous: NO_ONE, employee: ALLOWED, admin: ALLOWED, service: NOT_YOU }],
    [`{ user(id: "${SITI_ID}") { name } }`, { anonymous: NO_ONE, employee: NOT_YOU, admin: ALLOWED, service: NOT_YOU }],
    ['{ users { totalCount } }', { anonymous: NO_ONE, employee: NOT_YOU, admin: ALLOWED, service: NOT_YOU }],
    ['{ auditLog { totalCount } }', { anonymous: NO_ONE, employee: NOT_YOU, admin: ALLOWED, service: NOT_YOU }],
    ['{ staff { name } }', { anonymous: NOT_YOU, employee: NOT_YOU, admin: NOT_YOU, service: ALLOWED }],
    ['{ sessionChanges { at } }', { anonymous: NOT_YOU, employee: NOT_YOU, admin: NOT_YOU, service: ALLOWED }],
    [CREATE, { anonymous: NO_ONE, employee: NOT_YOU, service: NOT_YOU, admin: ALLOWED }],
    [
      `mutation { updateUser(id: "${BUDI_ID}", input: { phone: "081298765432" }) { id } }`,
      { anonymous: NO_ONE, employee: NOT_YOU, admin: ALLOWED, service: NOT_YOU },
    ],
    [
      `mutation { resetPassword(id: "${BUDI_ID}", newPassword: "Kasir-Uji-2026") }`,
      { anonymous: NO_ONE, employee: NOT_YOU, admin: ALLOWED, service: NOT_YOU },
    ],
    [
      'mutation { changePassword(currentPassword: "wrong-password", newPassword: "Kasir-Uji-2026") }',
      { anonymous: NO_ONE, employee: 'INVALID_CREDENTIALS', admin: 'INVALID_CREDENTIALS', service: NOT_YOU },
    ],
  ])('%s', async (query, expected: Record<string, string | undefined>) => {
    for (const [name, viewer] of Object.entries(VIEWERS)) {
      expect({ viewer: name, code: codeOf(await users.ask(viewer, query)) }).toEqual({
        viewer: name,
        code: expected[name],
      })
    }
  })

  test('an employee sees himself with all that is his', async () => {
    expect((await users.ask(SITI, '{ me { name email phone address role active shift { id } } }')).data.me).toEqual({
      name: 'Siti Rahayu',
      email: 'siti@setrum.test',
      phone: '081234567801',
      address: 'Jl. Merdeka 17, Bandung',
      role: 'EMPLOYEE',
      active: true,
      shift: { id: PAGI },
    })
  })

  test('joining by the gateway is a way in like any other: others are as if they were not there', async () => {
    const r = [SITI_ID, BUDI_ID, '664000000000000000000099', 'no id'].map((id) => ({ __typename: 'User', id }))
    const names = async (viewer: Viewer) =>
      (await users.ask(viewer, ENTITIES, { r })).data._entities.map(
        (user: { name: string } | null) => user?.name ?? null,
      )
    expect(await names(ADMIN)).toEqual(['Siti Rahayu', 'Budi Prasetyo', null, null])
    expect(await names(SITI)).toEqual(['Siti Rahayu', null, null, null])
    expect(await names(ANONYMOUS)).toEqual([null, null, null, null])
    expect(await names(GATEWAY)).toEqual([null, null, null, null])
  })

  test('a password leaves by no field', async () => {
    const { errors } = await users.ask(ADMIN, '{ users { nodes { password } } }')
    expect(codeOf({ status: 400, data: null, ...(errors ? { errors } : {}) })).toBe('GRAPHQL_VALIDATION_FAILED')
  })
})

test('what our own services ask for is not in the public graph', () => {
  const supergraph = parse(readFileSync(new URL('../../../supergraph.graphql', import.meta.url), 'utf8'))
  const inaccessible = supergraph.definitions.flatMap((definition) => {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION) return []
    return [definition, ...(definition.fields ?? [])]
      .filter(({ directives }) => directives?.some(({ name }) => name.value === 'inaccessible'))
      .map(({ name }) => name.value)
  })
  expect(inaccessible).toEqual(expect.arrayContaining(['sessionChanges', 'staff', 'SessionChanges', 'StaffMember']))
})
