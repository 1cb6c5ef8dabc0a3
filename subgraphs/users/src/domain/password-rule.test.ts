import { describe, expect, test } from 'vitest'
import { readPassword } from './password-rule.js'

const read = (password: string) => readPassword(password, { field: 'password', email: 'siti.rahayu@setrum.test' })

describe('a new password', () => {
  test.each(['Setrum-Kasir-1', 'kuda baterai staples', '12 langkah kecil', 'ñandú-2026', 'a'.repeat(40).concat('b')])(
    'is accepted: %s',
    (password) => {
      expect(read(password)).toBe(password)
    },
  )

  test.each([
    ['seven characters', 'Rahasi1'],
    ['more than 128', 'Ab1-'.repeat(33)],
    ['an empty text', ''],
    ['a common password', 'password'],
    ['a common password in capitals', 'PASSWORD123'],
    ['digits only', '81234567890'],
    ['one repeated character', 'aaaaaaaaaa'],
    ['a repeated sequence', 'abcabcabc'],
    ['a run of the alphabet', 'abcdefghij'],
    ['a run of the alphabet backwards', 'hgfedcba'],
    ['the e-mail address', 'Siti.Rahayu@setrum.test'],
    ['the local part of the e-mail address', 'siti.rahayu'],
  ])('is refused: %s', (_name, password) => {
    expect(() => read(password)).toThrow(/must have 8 to 128 characters/)
  })
})
