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

describe('the replica of the shifts', () => {
  test('lets employees sign in while master is down, even after a restart', async () => {
    await users.master.stop()
    expect(codeOf(await users.login('siti@setrum.test'))).toBeUndefined()
    const restarted = await users.start()
    await waitUntil(() => users.isReadyAt(restarted.port))
    const response = await users.execute(
      { role: 'ANONYMOUS' },
      'mutation { login(email: "siti@setrum.test", password: "Setrum-Kasir-1") { sessionEndsAt } }',
      {},
      { port: restarted.port },
    )
    await restarted.stop()
    expect(response.errors).toBeUndefined()
  })

  test('has a shift created a moment ago, because a missing shift is requested from master', async () => {
    users.master.state.shifts.push(NEW_SHIFT)
    const { errors } = await users.create({ shiftId: NEW_SHIFT.id, email: 'baru@kasir.test' })
    expect(errors).toBeUndefined()
    expect(codeOf(await users.login('baru@kasir.test', 'Kasir-Uji-2026'))).toBeUndefined()
  })

  test('has a shift created while an earlier request to master is still pending', async () => {
    const { state } = users.master
    state.responseDelayMs = 1_000
    const before = state.requestCount
    await waitUntil(() => state.requestCount > before)
    state.responseDelayMs = 0
    state.shifts = [...state.shifts, NEW_SHIFT]
    const { errors } = await users.create({ shiftId: NEW_SHIFT.id })
    expect(errors).toBeUndefined()
  })

  test('does not guess: an unknown shift while master is down is an error', async () => {
    await users.master.stop()
    const response = await users.create({ shiftId: NEW_SHIFT.id })
    expect(response.errors?.[0]).toMatchObject({
      message: 'Data jam kerja sedang tidak dapat diambil. Silakan coba lagi.',
      extensions: { code: 'SUBGRAPH_UNAVAILABLE', service: 'master' },
    })
    expect(await users.collection('user').countDocuments()).toBe(4)
  })

  test('follows master within five seconds of its return: a closed shift lets no employee sign in', async () => {
    const { port } = users.master
    await users.master.stop()
    expect(codeOf(await users.login('siti@setrum.test'))).toBeUndefined()
    const restarted = await startFakeMaster(port)
    restarted.state.shifts = restarted.state.shifts.map((shift) => ({ ...shift, active: false }))
    await waitUntil(async () => codeOf(await users.login('siti@setrum.test')) === 'OUTSIDE_SHIFT', { within: 5_000 })
    await restarted.stop()
    // It stays closed when master stops again.
    expect(codeOf(await users.login('siti@setrum.test'))).toBe('OUTSIDE_SHIFT')
  })
})

test('an employee whose shift no longer exists gets OUTSIDE_SHIFT', async () => {
  users.master.state.shifts = []
  await waitUntil(async () => codeOf(await users.login('siti@setrum.test')) === 'OUTSIDE_SHIFT', { within: 5_000 })
})
