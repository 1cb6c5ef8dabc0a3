import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { codeOf } from '@setrum/testing'
import { afterAll, beforeEach, expect, test, vi } from 'vitest'
import { startTestUsers } from './support/start-test-users.js'

// Starting each program takes long on a busy machine.
vi.setConfig({ testTimeout: 90_000 })

const PROGRAM = fileURLToPath(new URL('../dist/create-admin-main.js', import.meta.url))
const PASSWORD = 'Sawah-Hijau-2026'
const folder = mkdtempSync(join(tmpdir(), 'setrum-first-admin-'))
const passwordFile = join(folder, 'password')
writeFileSync(passwordFile, `${PASSWORD}\n`)

const users = await startTestUsers({ demoData: 'none' })
afterAll(async () => {
  await users.stop()
  rmSync(folder, { recursive: true })
})
beforeEach(async () => {
  await users.reset()
  await users.collection('user').deleteMany({})
  await users.collection('audit').deleteMany({})
})

/** Runs the program like an operator: the password is not among the arguments. */
function createAdmin({ email = 'Pemilik@Kita.test', input = '', env = {} as NodeJS.ProcessEnv } = {}) {
  const { uri, prefix } = users.database
  return spawnSync(
    process.execPath,
    [PROGRAM, '--email', email, '--name', 'Ratna Kusuma', '--phone', '0812-3456-7890'],
    {
      encoding: 'utf8',
      input,
      env: { PATH: process.env.PATH, DATA_DIR: folder, MONGODB_URI: uri, DATABASE_PREFIX: prefix, ...env },
    },
  )
}

test.each([
  ['a file', { env: { PASSWORD_FILE: passwordFile } }],
  ['standard input', { input: `${PASSWORD}\n` }],
])('with the password from %s it creates the first admin, who can sign in', async (_source, options) => {
  const { status, stdout, stderr } = createAdmin(options)
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  expect(stdout).toContain('pemilik@kita.test can sign in')
  const session = (await users.login('pemilik@kita.test', PASSWORD)).data.login
  expect(session.user).toMatchObject({ name: 'Ratna Kusuma', role: 'ADMIN' })
})

test('it works with the environment of the production image and writes to the audit trail', async () => {
  const env = { NODE_ENV: 'production', IDENTITY_SECRET: 'x'.repeat(32), PASSWORD_FILE: passwordFile }
  expect(createAdmin({ env }).status).toBe(0)
  const records = await users.collection('audit').find().toArray()
  expect(records).toMatchObject([{ action: 'USER_CREATED', actorId: null }])
  expect(records[0]?.after).toContain('pemilik@kita.test')
  expect(JSON.stringify(records)).not.toContain(PASSWORD)
})

test('it refuses when an admin can already sign in', async () => {
  createAdmin({ input: PASSWORD })
  const second = createAdmin({ email: 'maling@kita.test', input: PASSWORD })
  expect(second).toMatchObject({
    status: 1,
    stderr: 'An admin can already sign in. Ask that admin to create other accounts.\n',
  })
  expect(await users.collection('user').countDocuments()).toBe(1)
})

test('it works when all admins are inactive or have unreadable password hashes of the old system', async () => {
  await users.collection('user').insertMany([
    { name: 'A', email: 'a@kita.test', numberId: '1', userType: 'admin', active: true, password: 'd41d8cd98f00b204' },
    { name: 'B', email: 'b@kita.test', numberId: '2', userType: 'admin', active: false, password: '$2b$10$x' },
    { name: 'C', email: 'c@kita.test', numberId: '3', userType: 'admin', active: 0, password: '$2b$10$x' },
  ])
  expect(createAdmin({ input: PASSWORD }).status).toBe(0)
  expect(codeOf(await users.login('pemilik@kita.test', PASSWORD))).toBeUndefined()
})

test('it refuses a common password and creates no account', async () => {
  const { status, stderr } = createAdmin({ input: 'rahasia123' })
  expect(stderr).toContain('must not be a common one')
  expect(status).toBe(1)
  expect(await users.collection('user').countDocuments()).toBe(0)
})

test('without arguments it prints its usage', () => {
  const { status, stderr } = spawnSync(process.execPath, [PROGRAM], { encoding: 'utf8' })
  expect(stderr).toContain('Usage: create-admin --email')
  expect(status).toBe(2)
})

test.each([
  ['an unknown option', ['--mail', 'a@b.test'], {}, 2, "Unknown option '--mail'"],
  [
    'no database in production',
    ['--email', 'a@b.test', '--name', 'A', '--phone', '0812'],
    { NODE_ENV: 'production' },
    1,
    'MONGODB_URI is not set',
  ],
  [
    'an unreachable database',
    ['--email', 'a@b.test', '--name', 'A', '--phone', '0812'],
    { MONGODB_URI: 'mongodb://127.0.0.1:1' },
    1,
    'The database cannot be reached: connect ECONNREFUSED 127.0.0.1:1.',
  ],
])('%s: one sentence, no stack trace', (_case, args, env, code, sentence) => {
  const { status, stderr } = spawnSync(process.execPath, [PROGRAM, ...args], {
    encoding: 'utf8',
    input: PASSWORD,
    env: { PATH: process.env.PATH, ...env },
  })
  expect(stderr).toContain(sentence)
  expect(stderr).not.toMatch(/^ +at /m)
  expect(status).toBe(code)
})
