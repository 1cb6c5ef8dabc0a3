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
const UNAUTHENTICATED = 'UNAUTHENTICATED'
const FORBIDDEN = 'FORBIDDEN'

describe('authorization', () => {
  test.each([
    ['{ me { name } }', { anonymous: UNAUTHENTICATED, employee: ALLOWED, admin: ALLOWED, service: FORBIDDEN }],
    [
      `{ user(id: "${SITI_ID}") { name } }`,
      { anonymous: UNAUTHENTICATED, employee: FORBIDDEN, admin: ALLOWED, service: FORBIDDEN },
    ],
    [
      '{ users { totalCount } }',
      { anonymous: UNAUTHENTICATED, employee: FORBIDDEN, admin: ALLOWED, service: FORBIDDEN },
    ],
    [
      '{ auditLog { totalCount } }',
      { anonymous: UNAUTHENTICATED, employee: FORBIDDEN, admin: ALLOWED, service: FORBIDDEN },
    ],
    ['{ replicatedUsers { name } }', { anonymous: FORBIDDEN, employee: FORBIDDEN, admin: FORBIDDEN, service: ALLOWED }],
    ['{ sessionChanges { at } }', { anonymous: FORBIDDEN, employee: FORBIDDEN, admin: FORBIDDEN, service: ALLOWED }],
    [CREATE, { anonymous: UNAUTHENTICATED, employee: FORBIDDEN, service: FORBIDDEN, admin: ALLOWED }],
    [
      `mutation { updateUser(id: "${BUDI_ID}", input: { phone: "081298765432" }) { id } }`,
      { anonymous: UNAUTHENTICATED, employee: FORBIDDEN, admin: ALLOWED, service: FORBIDDEN },
    ],
    [
      `mutation { resetPassword(id: "${BUDI_ID}", newPassword: "Kasir-Uji-2026") }`,
      { anonymous: UNAUTHENTICATED, employee: FORBIDDEN, admin: ALLOWED, service: FORBIDDEN },
    ],
    [
      'mutation { changePassword(currentPassword: "wrong-password", newPassword: "Kasir-Uji-2026") }',
      { anonymous: UNAUTHENTICATED, employee: 'INVALID_CREDENTIALS', admin: 'INVALID_CREDENTIALS', service: FORBIDDEN },
    ],
  ])('%s', async (query, expected: Record<string, string | undefined>) => {
    for (const [name, viewer] of Object.entries(VIEWERS)) {
      expect({ viewer: name, code: codeOf(await users.execute(viewer, query)) }).toEqual({
        viewer: name,
        code: expected[name],
      })
    }
  })

  test('an employee reads the own account completely', async () => {
    expect((await users.execute(SITI, '{ me { name email phone address role active shift { id } } }')).data.me).toEqual(
      {
        name: 'Siti Rahayu',
        email: 'siti@setrum.test',
        phone: '081234567801',
        address: 'Jl. Merdeka 17, Bandung',
        role: 'EMPLOYEE',
        active: true,
        shift: { id: PAGI },
      },
    )
  })

  test('entity fetches are authorized: other accounts are null, like unknown ones', async () => {
    const r = [SITI_ID, BUDI_ID, '664000000000000000000099', 'no id'].map((id) => ({ __typename: 'User', id }))
    const names = async (viewer: Viewer) =>
      (await users.execute(viewer, ENTITIES, { r })).data._entities.map(
        (user: { name: string } | null) => user?.name ?? null,
      )
    expect(await names(ADMIN)).toEqual(['Siti Rahayu', 'Budi Prasetyo', null, null])
    expect(await names(SITI)).toEqual(['Siti Rahayu', null, null, null])
    expect(await names(ANONYMOUS)).toEqual([null, null, null, null])
    expect(await names(GATEWAY)).toEqual([null, null, null, null])
  })

  test('no field returns a password', async () => {
    const { errors } = await users.execute(ADMIN, '{ users { nodes { password } } }')
    expect(codeOf({ status: 400, data: null, ...(errors ? { errors } : {}) })).toBe('GRAPHQL_VALIDATION_FAILED')
  })
})

test('internal fields are not in the public graph', () => {
  const supergraph = parse(readFileSync(new URL('../../../supergraph.graphql', import.meta.url), 'utf8'))
  const inaccessible = supergraph.definitions.flatMap((definition) => {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION) return []
    return [definition, ...(definition.fields ?? [])]
      .filter(({ directives }) => directives?.some(({ name }) => name.value === 'inaccessible'))
      .map(({ name }) => name.value)
  })
  expect(inaccessible).toEqual(
    expect.arrayContaining(['sessionChanges', 'replicatedUsers', 'SessionChanges', 'ReplicatedUser']),
  )
})
