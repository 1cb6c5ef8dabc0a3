import type { Viewer } from '@setrum/identity'
import { codeOf, type GraphQLResponse, waitUntil } from '@setrum/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { PAGI, SORE } from './support/start-fake-master.js'
import { ADMIN, GATEWAY, jakarta, SITI, startTestUsers, type TestUsers } from './support/start-test-users.js'

const CHANGE = 'mutation($c: String!, $n: String!) { changePassword(currentPassword: $c, newPassword: $n) }'
const RESET = 'mutation($id: ID!, $p: String!) { resetPassword(id: $id, newPassword: $p) }'

let users: TestUsers

beforeAll(async () => {
  users = await startTestUsers()
})
beforeEach(() => users.reset())
afterAll(() => users?.stop())

const signIn = async (email = 'siti@setrum.test', password = 'Setrum-Kasir-1') => {
  const response = await users.login(email, password)
  if (response.errors) throw new Error(JSON.stringify(response.errors))
  const { accessToken, refreshToken } = response.data.login
  return { refreshToken, sessionId: users.claimsOf(accessToken).sessionId }
}

/** Creates an employee. */
const createEmployee = async () => {
  const { data } = await users.create()
  const { id, email } = data.createUser as { id: string; email: string }
  return { id, email, signIn: (password = 'Kasir-Uji-2026') => signIn(email, password) }
}

const expectOneSuccessor = async (refreshToken: string, responses: GraphQLResponse[]) => {
  const successors = new Set(responses.map(({ data }) => data?.refreshSession.refreshToken))
  expect(successors.size).toBe(1)
  const [successor] = successors
  expect(codeOf(await users.refresh(successor))).toBeUndefined()
  // The successor was used: later use of the first token counts as reuse.
  expect(codeOf(await users.refresh(refreshToken))).toBe('INVALID_REFRESH_TOKEN')
}

describe('a refresh token', () => {
  test('works once: each refresh returns a new one for the same session', async () => {
    const first = await signIn()
    users.clock.now = jakarta('09:10:00')
    const second = (await users.refresh(first.refreshToken)).data.refreshSession
    expect(second.refreshToken).not.toBe(first.refreshToken)
    expect(second.accessTokenExpiresAt).toBe(jakarta('09:25:00').toISOString())
    expect(second.sessionEndsAt).toBe(jakarta('16:00:00').toISOString())
    expect(users.claimsOf(second.accessToken).sessionId).toBe(first.sessionId)
    const third = await users.refresh(second.refreshToken)
    expect(codeOf(third)).toBeUndefined()
  })

  test('used again after its successor ends its session at once', async () => {
    const first = await signIn()
    const other = await signIn()
    const second = (await users.refresh(first.refreshToken)).data.refreshSession
    const third = (await users.refresh(second.refreshToken)).data.refreshSession
    expect(codeOf(await users.refresh(first.refreshToken))).toBe('INVALID_REFRESH_TOKEN')
    expect(codeOf(await users.refresh(third.refreshToken))).toBe('INVALID_REFRESH_TOKEN')
    expect((await users.changes()).endedSessions).toContain(first.sessionId)
    // Other sessions of the same user continue.
    expect(codeOf(await users.refresh(other.refreshToken))).toBeUndefined()
  })

  test.each(['09:00:00.001', '09:00:00.080', '09:00:30.000'])(
    'repeated at %s, because the first response was lost, has the same successor',
    async (time) => {
      const { refreshToken } = await signIn()
      const lost = await users.refresh(refreshToken)
      users.clock.now = jakarta(time)
      const repeated = await users.refresh(refreshToken)
      expect(repeated.data.refreshSession.refreshToken).toBe(lost.data.refreshSession.refreshToken)
      expect(codeOf(await users.refresh(repeated.data.refreshSession.refreshToken))).toBeUndefined()
    },
  )

  test('repeated more than thirty seconds after its use ends its session', async () => {
    const { refreshToken, sessionId } = await signIn()
    const { data } = await users.refresh(refreshToken)
    users.clock.now = jakarta('09:00:30.001')
    expect(codeOf(await users.refresh(refreshToken))).toBe('INVALID_REFRESH_TOKEN')
    expect(codeOf(await users.refresh(data.refreshSession.refreshToken))).toBe('INVALID_REFRESH_TOKEN')
    expect((await users.changes()).endedSessions).toContain(sessionId)
  })

  test('sent fifty times concurrently has one successor, and the session continues', async () => {
    const { refreshToken } = await signIn()
    await expectOneSuccessor(
      refreshToken,
      await Promise.all(Array.from({ length: 50 }, () => users.refresh(refreshToken))),
    )
  })

  test('sent to two processes 80 ms apart has one successor, and the session continues', async () => {
    const another = await users.start({ now: () => new Date(users.clock.now.getTime() + 80) })
    await waitUntil(() => users.isReadyAt(another.port), { what: 'the other process to be ready' })
    const { refreshToken } = await signIn()
    const REFRESH = 'mutation($t: String!) { refreshSession(refreshToken: $t) { refreshToken } }'
    const ports = Array.from({ length: 10 }, (_, index) => (index % 2 === 0 ? users.port : another.port))
    const requests = ports.map((port) => users.execute(GATEWAY, REFRESH, { t: refreshToken }, { port }))
    await expectOneSuccessor(refreshToken, await Promise.all(requests))
    await another.stop()
  })

  test('is stored as a hash, which is no credential', async () => {
    const { refreshToken } = await signIn()
    expect(Buffer.from(refreshToken, 'base64url')).toHaveLength(32)
    for (const name of ['refreshToken', 'session']) {
      const rows = await users.collection(name).find().toArray()
      expect(JSON.stringify(rows)).not.toContain(refreshToken)
      for (const { _id } of rows) expect(codeOf(await users.refresh(String(_id)))).toBe('INVALID_REFRESH_TOKEN')
    }
  })

  test.each(['', 'nothing', 'x'.repeat(5_000), '{"$ne":null}'])(
    'with an invalid value (%#) is refused',
    async (text) => {
      expect(codeOf(await users.refresh(text))).toBe('INVALID_REFRESH_TOKEN')
    },
  )
})

describe('a session ends', () => {
  test('with the shift: a refresh returns OUTSIDE_SHIFT, and INVALID_REFRESH_TOKEN the day after', async () => {
    const { refreshToken } = await signIn()
    users.clock.now = jakarta('15:59:59.999')
    const { data } = await users.refresh(refreshToken)
    expect(data.refreshSession.accessTokenExpiresAt).toBe(jakarta('16:00:00').toISOString())
    users.clock.now = jakarta('16:00:00')
    const late = await users.refresh(data.refreshSession.refreshToken)
    expect(late.errors?.[0]).toMatchObject({
      message: 'Belum waktunya jam kerja',
      extensions: { code: 'OUTSIDE_SHIFT' },
    })
    users.clock.now = new Date('2099-04-01T08:30:00+07:00')
    expect(codeOf(await users.refresh(data.refreshSession.refreshToken))).toBe('INVALID_REFRESH_TOKEN')
  })

  test('when the owner closes the shift', async () => {
    const { refreshToken } = await signIn()
    users.master.state.shifts = users.master.state.shifts.map((shift) => ({ ...shift, active: shift.id !== PAGI }))
    const before = users.master.state.requestCount
    await waitUntil(() => users.master.state.requestCount > before, { what: 'users to request the shifts' })
    await waitUntil(async () => codeOf(await users.login('siti@setrum.test')) === 'OUTSIDE_SHIFT', { within: 5_000 })
    expect(codeOf(await users.refresh(refreshToken))).toBe('OUTSIDE_SHIFT')
    // A refused token stays usable: the shift is opened again, and the session continues.
    users.master.state.shifts = users.master.state.shifts.map((shift) => ({ ...shift, active: true }))
    await waitUntil(async () => codeOf(await users.login('siti@setrum.test')) === undefined, { within: 5_000 })
    expect(codeOf(await users.refresh(refreshToken))).toBeUndefined()
  })

  test('after twelve hours for an admin', async () => {
    const { refreshToken } = await signIn('admin@setrum.test', 'Setrum-Admin-1')
    users.clock.now = jakarta('20:59:59')
    const { data } = await users.refresh(refreshToken)
    expect(data.refreshSession.sessionEndsAt).toBe(jakarta('21:00:00').toISOString())
    users.clock.now = jakarta('21:00:00')
    expect(codeOf(await users.refresh(data.refreshSession.refreshToken))).toBe('INVALID_REFRESH_TOKEN')
  })

  test('at sign-out with any of its tokens, and a repeated sign-out is no error', async () => {
    const first = await signIn()
    const second = (await users.refresh(first.refreshToken)).data.refreshSession
    expect((await users.logout(first.refreshToken)).data.logout).toBe(true)
    expect((await users.logout(first.refreshToken)).data.logout).toBe(true)
    expect((await users.logout('unknown token')).data.logout).toBe(true)
    expect(codeOf(await users.refresh(second.refreshToken))).toBe('INVALID_REFRESH_TOKEN')
    expect((await users.changes()).endedSessions).toContain(first.sessionId)
  })

  test('when its user is deactivated: a refresh returns ACCOUNT_INACTIVE', async () => {
    const employee = await createEmployee()
    const { refreshToken, sessionId } = await employee.signIn()
    await users.update(employee.id, { active: false })
    expect(codeOf(await users.refresh(refreshToken))).toBe('ACCOUNT_INACTIVE')
    const changes = await users.changes()
    expect(changes.endedSessions).toContain(sessionId)
    expect(changes.inactiveUsers).toContain(employee.id)
    await users.update(employee.id, { active: true })
    expect(codeOf(await users.refresh(refreshToken))).toBe('INVALID_REFRESH_TOKEN')
    expect((await users.changes()).inactiveUsers).not.toContain(employee.id)
  })

  test('when its user moves to another shift, but not when only the name changes', async () => {
    const employee = await createEmployee()
    const { refreshToken } = await employee.signIn()
    await users.update(employee.id, { name: 'Rina Baru', shiftId: PAGI, active: true })
    const { data } = await users.refresh(refreshToken)
    await users.update(employee.id, { shiftId: SORE })
    users.clock.now = jakarta('16:30:00')
    expect(codeOf(await users.refresh(data.refreshSession.refreshToken))).toBe('INVALID_REFRESH_TOKEN')
    const moved = await users.login(employee.email, 'Kasir-Uji-2026')
    expect(users.claimsOf(moved.data.login.accessToken).shiftId).toBe(SORE)
  })

  test('when the user changes the password in another session', async () => {
    const employee = await createEmployee()
    const here = await employee.signIn()
    const elsewhere = await employee.signIn()
    const viewer: Viewer = { role: 'EMPLOYEE', userId: employee.id, sessionId: here.sessionId, shiftId: PAGI }
    expect(
      (await users.execute(viewer, CHANGE, { c: 'Kasir-Uji-2026', n: 'Kasir-Uji-2027' })).data.changePassword,
    ).toBe(true)
    expect(codeOf(await users.refresh(elsewhere.refreshToken))).toBe('INVALID_REFRESH_TOKEN')
    expect(codeOf(await users.refresh(here.refreshToken))).toBeUndefined()
    expect(codeOf(await users.login(employee.email, 'Kasir-Uji-2026'))).toBe('INVALID_CREDENTIALS')
    expect(codeOf(await users.login(employee.email, 'Kasir-Uji-2027'))).toBeUndefined()
  })

  test('when an admin resets the password', async () => {
    const employee = await createEmployee()
    const { refreshToken } = await employee.signIn()
    expect((await users.execute(ADMIN, RESET, { id: employee.id, p: 'Kasir-Uji-2028' })).data.resetPassword).toBe(true)
    expect(codeOf(await users.refresh(refreshToken))).toBe('INVALID_REFRESH_TOKEN')
    await employee.signIn('Kasir-Uji-2028')
  })
})

describe('changing a password', () => {
  test.each([
    [
      'the wrong current password',
      { c: 'Kasir-Uji-2025', n: 'Kasir-Uji-2027' },
      'INVALID_CREDENTIALS',
      'Kata sandi saat ini salah',
    ],
    ['a short new password', { c: 'Kasir-Uji-2026', n: 'pendek1' }, 'BAD_USER_INPUT', /Kata sandi harus 8 sampai 128/],
    ['a common new password', { c: 'Kasir-Uji-2026', n: 'rahasia123' }, 'BAD_USER_INPUT', /mudah ditebak/],
  ])('refuses %s and changes nothing', async (_name, variables, code, message) => {
    const employee = await createEmployee()
    const { sessionId } = await employee.signIn()
    const viewer: Viewer = { role: 'EMPLOYEE', userId: employee.id, sessionId, shiftId: PAGI }
    const response = await users.execute(viewer, CHANGE, variables)
    expect(codeOf(response)).toBe(code)
    expect(response.errors?.[0]?.message).toMatch(message)
    await employee.signIn()
  })

  test('is throttled, so that a stolen session cannot guess it', async () => {
    const employee = await createEmployee()
    const viewer: Viewer = { role: 'EMPLOYEE', userId: employee.id, sessionId: 'stolen', shiftId: PAGI }
    const guesses = Array.from({ length: 12 }, (_, index) => ({ c: `guess-${index}-word`, n: 'Kasir-Uji-2027' }))
    const codes = await Promise.all(guesses.map(async (guess) => codeOf(await users.execute(viewer, CHANGE, guess))))
    expect(codes.filter((code) => code === 'RATE_LIMITED')).toHaveLength(2)
  })

  test('of another user is for admins only; an unknown user is NOT_FOUND', async () => {
    const employee = await createEmployee()
    expect(codeOf(await users.execute(SITI, RESET, { id: employee.id, p: 'Kasir-Uji-2029' }))).toBe('FORBIDDEN')
    expect(codeOf(await users.execute(ADMIN, RESET, { id: employee.id, p: 'pendek' }))).toBe('BAD_USER_INPUT')
    for (const id of ['664000000000000000000999', 'no id']) {
      expect(codeOf(await users.execute(ADMIN, RESET, { id, p: 'Kasir-Uji-2029' }))).toBe('NOT_FOUND')
    }
    await employee.signIn()
  })
})

describe('the session changes for the gateway', () => {
  test('are the unexpired sessions that ended since an instant, with some overlap', async () => {
    const { sessionId, refreshToken } = await signIn()
    await users.logout(refreshToken)
    const all = await users.changes()
    expect(all.endedSessions).toContain(sessionId)
    expect(all.at).toBe(users.clock.now.toISOString())
    users.clock.now = new Date(users.clock.now.getTime() + 4_000)
    expect((await users.changes(all.at)).endedSessions).toContain(sessionId)
    const later = new Date(users.clock.now.getTime() + 60_000)
    expect((await users.changes(later.toISOString())).endedSessions).not.toContain(sessionId)
    // Its access token would read for 15 minutes after the shift.
    users.clock.now = jakarta('16:14:59')
    expect((await users.changes()).endedSessions).toContain(sessionId)
    users.clock.now = jakarta('16:15:00')
    expect((await users.changes()).endedSessions).not.toContain(sessionId)
  })

  test('are read by an index', async () => {
    const plan = await users
      .collection('session')
      .find({ endedAt: { $gte: new Date(0) }, sessionEndsAt: { $gt: new Date(0) } })
      .explain()
    expect(JSON.stringify(plan)).toMatch(/IXSCAN/)
  })
})
