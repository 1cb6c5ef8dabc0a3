import { expect, test } from 'vitest'
import { readSessionInfo, writeSessionInfo } from './session-info'

const INFO = {
  userId: 'u1',
  name: 'Siti; "Aminah"',
  role: 'EMPLOYEE',
  sessionEndsAt: '2026-11-24T09:00:00.000Z',
  accessTokenExpiresAt: '2026-11-24T02:15:00.000Z',
} as const

test('a written session is read back', () => {
  expect(readSessionInfo(writeSessionInfo(INFO))).toEqual(INFO)
})

test.each([undefined, '', 'x', '[]', 'null', '{"userId":"u1"}', JSON.stringify({ ...INFO, role: 'ROOT' })])(
  'a malformed cookie is no session: %s',
  (text) => {
    expect(readSessionInfo(text)).toBeNull()
  },
)
