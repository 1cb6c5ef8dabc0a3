import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { SUBGRAPH_NAMES } from '@setrum/api-contract'
import { createAccessTokenJwks } from '@setrum/identity'
import { codeOf, waitUntil } from '@setrum/testing'
import { afterEach, expect, test, vi } from 'vitest'
import { ADMIN, startTestUsers, type TestUsers } from './support/start-test-users.js'

// Starting each program takes long on a busy machine.
vi.setConfig({ testTimeout: 90_000 })

let users: TestUsers | undefined
afterEach(async () => {
  await users?.stop()
  users = undefined
})

test('demo users are deactivated when their database is used in production', async () => {
  users = await startTestUsers()
  const { refreshToken } = (await users.login('admin@setrum.test', 'Setrum-Admin-1')).data.login
  const production = await users.start({ isProduction: true, demoData: 'none' })
  await waitUntil(() => users?.isReadyAt(production.port), { what: 'users in production' })
  expect(codeOf(await users.login('admin@setrum.test', 'Setrum-Admin-1'))).toBe('ACCOUNT_INACTIVE')
  expect(codeOf(await users.login('siti@setrum.test'))).toBe('ACCOUNT_INACTIVE')
  expect(codeOf(await users.refresh(refreshToken))).toBeDefined()
  expect((await users.changes()).inactiveUsers).toHaveLength(4)
  const closed = await users.collection('audit').find({ action: 'USER_UPDATED' }).toArray()
  expect(closed).toHaveLength(4)
  await production.stop()
})

test('a demo user with a changed password stays active', async () => {
  users = await startTestUsers()
  const reset = 'mutation($id: ID!, $p: String!) { resetPassword(id: $id, newPassword: $p) }'
  const done = await users.execute(ADMIN, reset, { id: '664000000000000000000002', p: 'Sawah-Hijau-2026' })
  expect(done.errors).toBeUndefined()
  const production = await users.start({ isProduction: true, demoData: 'none' })
  await waitUntil(() => users?.isReadyAt(production.port), { what: 'users in production' })
  expect(codeOf(await users.login('siti@setrum.test', 'Sawah-Hijau-2026'))).toBeUndefined()
  expect((await users.changes()).inactiveUsers).not.toContain('664000000000000000000002')
  await production.stop()
})

test.each(SUBGRAPH_NAMES)('%s refuses to load demo data in production with npm run seed', (name) => {
  const program = fileURLToPath(new URL(`../../${name}/dist/seed-main.js`, import.meta.url))
  const { status, stderr } = spawnSync(process.execPath, [program], {
    encoding: 'utf8',
    timeout: 60_000,
    env: {
      PATH: process.env.PATH,
      NODE_ENV: 'production',
      // Nothing listens there: a program that connects would not exit.
      MONGODB_URI: 'mongodb://127.0.0.1:9/',
      IDENTITY_SECRET: 'x'.repeat(32),
      ACCESS_TOKEN_KEYS: createAccessTokenJwks(),
      USERS_URL: 'http://127.0.0.1:9/graphql',
      MASTER_URL: 'http://127.0.0.1:9/graphql',
      IAK_PREPAID_URL: 'https://prepaid.test',
      IAK_POSTPAID_URL: 'https://postpaid.test',
      IAK_USERNAME: '0812',
      IAK_API_KEY: 'key',
    },
  })
  expect(stderr).toContain('Demo data cannot be loaded in production')
  expect(status).toBe(1)
})
