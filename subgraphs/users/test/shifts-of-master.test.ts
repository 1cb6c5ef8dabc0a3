import { codeOf, waitUntil } from '@setrum/testing'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startFakeMaster } from './support/start-fake-master.js'
import { startTestUsers, type TestUsers } from './support/start-test-users.js'

let users: TestUsers

beforeEach(async () => {
  users = await startTestUsers()
})
afterEach(() => users?.stop())

const NEW_SHIFT = { id: '665000000000000000000009', name: 'Baru', startAt: '00:00', endAt: '23:59', active: true }

describe('the copy of the shifts', () => {
  test('lets employees sign in while master is down, also after a restart', async () => {
    await users.master.stop()
    expect(codeOf(await users.login('siti@setrum.test'))).toBeUndefined()
    const restarted = await users.start()
    await waitUntil(() => users.isReadyAt(restarted.port))
    const answer = await users.ask(
      { role: 'ANONYMOUS' },
      'mutation { login(email: "siti@setrum.test", password: "Setrum-Kasir-1") { sessionEndsAt } }',
      {},
      { port: restarted.port },
    )
    await restarted.stop()
    expect(answer.errors).toBeUndefined()
  })

  test('knows a shift that was made a moment ago, because master is asked for what is missing', async () => {
    users.master.state.shifts.push(NEW_SHIFT)
    const { errors } = await users.create({ shiftId: NEW_SHIFT.id, email: 'baru@kasir.test' })
    expect(errors).toBeUndefined()
    expect(codeOf(await users.login('baru@kasir.test', 'Kasir-Uji-2026'))).toBeUndefined()
  })

  test('knows one that was made after a question which has no answer yet', async () => {
    const { state } = users.master
    state.answersAfterMs = 1_000
    const asked = state.timesAsked
    await waitUntil(() => state.timesAsked > asked)
    state.answersAfterMs = 0
    state.shifts = [...state.shifts, NEW_SHIFT]
    const { errors } = await users.create({ shiftId: NEW_SHIFT.id })
    expect(errors).toBeUndefined()
  })

  test('does not make up what it cannot know: an unknown shift while master is down', async () => {
    await users.master.stop()
    const answer = await users.create({ shiftId: NEW_SHIFT.id })
    expect(answer.errors?.[0]).toMatchObject({
      message: 'Data jam kerja sedang tidak dapat diambil. Silakan coba lagi.',
      extensions: { code: 'SUBGRAPH_UNAVAILABLE', service: 'master' },
    })
    expect(await users.collection('user').countDocuments()).toBe(4)
  })

  test('follows the owner: a shift that is closed is closed here within five seconds, and master may come back', async () => {
    const { port } = users.master
    await users.master.stop()
    expect(codeOf(await users.login('siti@setrum.test'))).toBeUndefined()
    const back = await startFakeMaster(port)
    back.state.shifts = back.state.shifts.map((shift) => ({ ...shift, active: false }))
    await waitUntil(async () => codeOf(await users.login('siti@setrum.test')) === 'OUTSIDE_SHIFT', { within: 5_000 })
    await back.stop()
    // It stays closed when master goes away again.
    expect(codeOf(await users.login('siti@setrum.test'))).toBe('OUTSIDE_SHIFT')
  })
})

test('an employee whose shift does not exist any more is outside of it', async () => {
  users.master.state.shifts = []
  await waitUntil(async () => codeOf(await users.login('siti@setrum.test')) === 'OUTSIDE_SHIFT', { within: 5_000 })
})
