import type { Viewer } from '@setrum/identity'
import { expect, test } from 'vitest'
import { noteForEmployee, withoutNumbers } from './confidential-text.js'

const SITI: Viewer = { role: 'EMPLOYEE', userId: 'siti', sessionId: 's', shiftId: null }

test.each([
  ['KOMISI Rp 600', 'KOMISI Rp …'],
  ['komisi 600, fee 1.900', 'komisi …, fee …'],
  ['SUKSES harga Rp50.500 saldo 999,949,500', 'SUKSES harga Rp… saldo …'],
  ['modal 50 500', 'modal …'],
  ['DALAM PROSES', 'DALAM PROSES'],
])('the text "%s" of the biller reaches employees as "%s"', (text, shown) => {
  expect(withoutNumbers(text)).toBe(shown)
})

test('an employee sees the response code, the attempt and own notes, and no other number', () => {
  const event = { type: 'STATUS_CHECK', actor: 'system' }
  const note = (more: object) => noteForEmployee({ ...event, ...more }, SITI)
  expect(note({ note: '39 PROSES komisi 600', code: 'PENDING_PROCESS/39' })).toBe('39 PROSES komisi …')
  expect(note({ note: 'PROSES komisi 600', code: 'PENDING_PROCESS' })).toBe('PROSES komisi …')
  expect(note({ note: '39 PROSES komisi 600' })).toBe('… PROSES komisi …')
  expect(note({ type: 'SENT', note: 'attempt 2' })).toBe('attempt 2')
  expect(note({ type: 'REVIEW', actor: 'siti', note: 'rugi 600' })).toBe('rugi 600')
  expect(note({ type: 'REVIEW', actor: 'admin', note: 'rugi 600' })).toBeNull()
  expect(note({ type: 'CALLBACK', note: '600' })).toBeNull()
  expect(note({})).toBeNull()
})
