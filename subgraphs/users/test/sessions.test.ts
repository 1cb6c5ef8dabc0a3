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
  const answer = await users.login(email, password)
  if (answer.errors) throw new Error(JSON.stringify(answer.errors))
  const { accessToken, refreshToken } = answer.data.login
  return { refreshToken, sessionId: users.claimsOf(accessToken).sessionId }
}

/** A new employee and how to sign in as such. */
const anEmployee = async () => {
  const { data } = await users.create()
  const { id, email } = data.createUser as { id: string; email: string }
  return { id, email, signIn: (password = 'Kasir-Uji-2026') => signIn(email, password) }
}

const expectOneSuccessor = async (refreshToken: string, answers: GraphQLResponse[]) => {
  const given = new Set(answers.map(({ data }) => data?.refreshSession.refreshToken))
  expect(given.size).toBe(1)
  const [successor] = given
  expect(codeOf(await users.refresh(successor))).toBeUndefined()
  // Itself it is used up: later it is somebody's copy.
  users.clock.now = jakarta('09:00:00.001')
  expect(codeOf(await users.refresh(refreshToken))).toBe('INVALID_REFRESH_TOKEN')
}

describe('a refresh token', () => {
  test('is good for one use: each refresh gives another, in the same session', async () => {
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

  test('used a second time ends the session for whoever has it, at once', async () => {
    const first = await signIn()
    const other = await signIn()
    const second = (await users.refresh(first.refreshToken)).data.refreshSession
    users.clock.now = jakarta('09:00:00.001')
    expect(codeOf(await users.refresh(first.refreshToken))).toBe('INVALID_REFRESH_TOKEN')
    expect(codeOf(await users.refresh(second.refreshToken))).toBe('INVALID_REFRESH_TOKEN')
    expect((await users.changes()).endedSessions).toContain(first.sessionId)
    // Another session of the same person goes on.
    expect(codeOf(await users.refresh(other.refreshToken))).toBeUndefined()
  })

  test('presented fifty times at once has one successor, and the session goes on', async () => {
    const { refreshToken } = await signIn()
    await expectOneSuccessor(
      refreshToken,
      await Promise.all(Array.from({ length: 50 }, () => users.refresh(refreshToken))),
    )
  })

  test('presented to two processes at once has one successor, and the session goes on', async () => {
    const another = await users.start()
    await waitUntil(() => users.isReadyAt(another.port), { what: 'the other process to be ready' })
    const { refreshToken } = await signIn()
    const REFRESH = 'mutation($t: String!) { refreshSession(refreshToken: $t) { refreshToken } }'
    const ports = Array.from({ length: 10 }, (_, index) => (index % 2 === 0 ? users.port : another.port))
    const asking = ports.map((port) => users.ask(GATEWAY, REFRESH, { t: refreshToken }, { port }))
    await expectOneSuccessor(refreshToken, await Promise.all(asking))
    await another.stop()
  })

  test('is kept as a hash: what is stored opens nothing', async () => {
    const { refreshToken } = await signIn()
    expect(Buffer.from(refreshToken, 'base64url')).toHaveLength(32)
    for (const name of ['refreshToken', 'session']) {
      const rows = await users.collection(name).find().toArray()
      expect(JSON.stringify(rows)).not.toContain(refreshToken)
      for (const { _id } of rows) expect(codeOf(await users.refresh(String(_id)))).toBe('INVALID_REFRESH_TOKEN')
    }
  })

  test.each(['', 'nothing', 'x'.repeat(5_000), '{"$ne":null}'])('that is none (%#) is refused', async (text) => {
    expect(codeOf(await users.refresh(text))).toBe('INVALID_REFRESH_TOKEN')
  })
})

describe('a session is over', () => {
  test('with the shift: refreshing then says so, and the day after it says to sign in again', async () => {
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
    const before = users.master.state.timesAsked
    await waitUntil(() => users.master.state.timesAsked > before, { what: 'users to ask for the shifts' })
    await waitUntil(async () => codeOf(await users.login('siti@setrum.test')) === 'OUTSIDE_SHIFT', { within: 5_000 })
    expect(codeOf(await users.refresh(refreshToken))).toBe('OUTSIDE_SHIFT')
    // What was only refused is not used up: the shift is opened again, and the employee goes on.
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

  test('on signing out, with any token of the session, and signing out again is no error', async () => {
    const first = await signIn()
    const second = (await users.refresh(first.refreshToken)).data.refreshSession
    expect((await users.logout(first.refreshToken)).data.logout).toBe(true)
    expect((await users.logout(first.refreshToken)).data.logout).toBe(true)
    expect((await users.logout('no token of ours')).data.logout).toBe(true)
    expect(codeOf(await users.refresh(second.refreshToken))).toBe('INVALID_REFRESH_TOKEN')
    expect((await users.changes()).endedSessions).toContain(first.sessionId)
  })

  test('when its person is deactivated, who is told so', async () => {
    const employee = await anEmployee()
    const { refreshToken, sessionId } = await employee.signIn()
    await users.update(employee.id, { active: false })
    expect(codeOf(await users.refresh(refreshToken))).toBe('ACCOUNT_INACTIVE')
    const changes = await users.changes()
    expect(changes.endedSessions).toContain(sessionId)
    expect(changes.inactivePeople).toContain(employee.id)
    await users.update(employee.id, { active: true })
    expect(codeOf(await users.refresh(refreshToken))).toBe('INVALID_REFRESH_TOKEN')
    expect((await users.changes()).inactivePeople).not.toContain(employee.id)
  })

  test('when its person is moved to another shift, not when only the name changes', async () => {
    const employee = await anEmployee()
    const { refreshToken } = await employee.signIn()
    await users.update(employee.id, { name: 'Rina Baru', shiftId: PAGI, active: true })
    const { data } = await users.refresh(refreshToken)
    await users.update(employee.id, { shiftId: SORE })
    users.clock.now = jakarta('16:30:00')
    expect(codeOf(await users.refresh(data.refreshSession.refreshToken))).toBe('INVALID_REFRESH_TOKEN')
    const moved = await users.login(employee.email, 'Kasir-Uji-2026')
    expect(users.claimsOf(moved.data.login.accessToken).shiftId).toBe(SORE)
  })

  test('when the password is changed, but for the session in which it is changed', async () => {
    const employee = await anEmployee()
    const here = await employee.signIn()
    const elsewhere = await employee.signIn()
    const viewer: Viewer = { role: 'EMPLOYEE', userId: employee.id, sessionId: here.sessionId, shiftId: PAGI }
    expect((await users.ask(viewer, CHANGE, { c: 'Kasir-Uji-2026', n: 'Kasir-Uji-2027' })).data.changePassword).toBe(
      true,
    )
    expect(codeOf(await users.refresh(elsewhere.refreshToken))).toBe('INVALID_REFRESH_TOKEN')
    expect(codeOf(await users.refresh(here.refreshToken))).toBeUndefined()
    expect(codeOf(await users.login(employee.email, 'Kasir-Uji-2026'))).toBe('INVALID_CREDENTIALS')
    expect(codeOf(await users.login(employee.email, 'Kasir-Uji-2027'))).toBeUndefined()
  })

  test('when an admin sets another password', async () => {
    const employee = await anEmployee()
    const { refreshToken } = await employee.signIn()
    expect((await users.ask(ADMIN, RESET, { id: employee.id, p: 'Kasir-Uji-2028' })).data.resetPassword).toBe(true)
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
      'Password saat ini salah',
    ],
    [
      'a new one that is too short',
      { c: 'Kasir-Uji-2026', n: 'pendek1' },
      'BAD_USER_INPUT',
      /Password harus 8 sampai 128/,
    ],
    ['a new one that everybody has', { c: 'Kasir-Uji-2026', n: 'rahasia123' }, 'BAD_USER_INPUT', /mudah ditebak/],
  ])('refuses %s and changes nothing', async (_name, variables, code, message) => {
    const employee = await anEmployee()
    const { sessionId } = await employee.signIn()
    const viewer: Viewer = { role: 'EMPLOYEE', userId: employee.id, sessionId, shiftId: PAGI }
    const answer = await users.ask(viewer, CHANGE, variables)
    expect(codeOf(answer)).toBe(code)
    expect(answer.errors?.[0]?.message).toMatch(message)
    await employee.signIn()
  })

  test('is no way to guess it from a stolen session', async () => {
    const employee = await anEmployee()
    const viewer: Viewer = { role: 'EMPLOYEE', userId: employee.id, sessionId: 'stolen', shiftId: PAGI }
    const guesses = Array.from({ length: 12 }, (_, index) => ({ c: `guess-${index}-word`, n: 'Kasir-Uji-2027' }))
    const codes = await Promise.all(guesses.map(async (guess) => codeOf(await users.ask(viewer, CHANGE, guess))))
    expect(codes.filter((code) => code === 'RATE_LIMITED')).toHaveLength(2)
  })

  test('of somebody else is for admins only; of nobody is NOT_FOUND', async () => {
    const employee = await anEmployee()
    expect(codeOf(await users.ask(SITI, RESET, { id: employee.id, p: 'Kasir-Uji-2029' }))).toBe('FORBIDDEN')
    expect(codeOf(await users.ask(ADMIN, RESET, { id: employee.id, p: 'pendek' }))).toBe('BAD_USER_INPUT')
    for (const id of ['664000000000000000000999', 'no id']) {
      expect(codeOf(await users.ask(ADMIN, RESET, { id, p: 'Kasir-Uji-2029' }))).toBe('NOT_FOUND')
    }
    await employee.signIn()
  })
})

describe('what the gateway asks every other second', () => {
  test('is what ended since the last answer, with some overlap, and only as long as it would still run', async () => {
    const { sessionId, refreshToken } = await signIn()
    await users.logout(refreshToken)
    const all = await users.changes()
    expect(all.endedSessions).toContain(sessionId)
    expect(all.at).toBe(users.clock.now.toISOString())
    users.clock.now = new Date(users.clock.now.getTime() + 4_000)
    expect((await users.changes(all.at)).endedSessions).toContain(sessionId)
    const later = new Date(users.clock.now.getTime() + 60_000)
    expect((await users.changes(later.toISOString())).endedSessions).not.toContain(sessionId)
    users.clock.now = jakarta('16:00:00')
    expect((await users.changes()).endedSessions).not.toContain(sessionId)
  })

  test('finds its way by an index, however many sessions there were', async () => {
    const plan = await users
      .collection('session')
      .find({ endedAt: { $gte: new Date(0) }, sessionEndsAt: { $gt: new Date(0) } })
      .explain()
    expect(JSON.stringify(plan)).toMatch(/IXSCAN/)
  })
})
