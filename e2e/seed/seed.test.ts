import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ROOT } from '@setrum/dev-stack'
import { startTestDatabase } from '@setrum/testing'
import { MongoClient } from 'mongodb'
import { expect, test } from 'vitest'

/** Lines of a run that takes longer than five seconds. */
const PROGRESS = /^.* \d+ of \d+, \d+ %, \d+ s left\n/gm

test('npm run seed fills empty databases with demo data and leaves filled ones unchanged', async () => {
  const database = await startTestDatabase()
  const client = await MongoClient.connect(database.uri)
  const dataDir = mkdtempSync(join(tmpdir(), 'setrum-'))
  const seed = () =>
    spawnSync(process.execPath, ['scripts/database.mjs', 'seed'], {
      cwd: ROOT,
      encoding: 'utf8',
      env: { ...process.env, MONGODB_URI: database.uri, DATABASE_PREFIX: database.prefix, DATA_DIR: dataDir },
    })
  const counts = async () => {
    const count = (name: string, collection: string) =>
      client
        .db(database.prefix + name)
        .collection(collection)
        .countDocuments()
    return {
      users: await count('users', 'user'),
      shifts: await count('master', 'officeHours'),
      sales: await count('transactions', 'transaction'),
    }
  }
  try {
    const { status, stderr } = seed()
    expect({ status, errors: stderr.replaceAll(PROGRESS, '') }).toEqual({ status: 0, errors: '' })
    const first = await counts()
    expect(first).toMatchObject({ users: 4, shifts: 3 })
    expect(first.sales).toBeGreaterThan(1_000)
    expect(seed().status).toBe(0)
    expect(await counts()).toEqual(first)
  } finally {
    await client.close()
    await database.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
})
