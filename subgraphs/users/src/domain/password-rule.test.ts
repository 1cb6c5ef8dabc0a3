import { describe, expect, test } from 'vitest'
import { readPassword } from './password-rule.js'

const read = (password: string) => readPassword(password, { field: 'password', email: 'siti.rahayu@setrum.test' })

describe('a password', () => {
  test.each(['Setrum-Kasir-1', 'kuda baterai staples', '12 langkah kecil', 'ñandú-2026', 'a'.repeat(40).concat('b')])(
    'may be: %s',
    (password) => {
      expect(read(password)).toBe(password)
    },
  )

  test.each([
    ['seven characters', 'Rahasi1'],
    ['more than 128', 'Ab1-'.repeat(33)],
    ['nothing', ''],
    ['what everybody has', 'password'],
    ['what everybody has, in capitals', 'PASSWORD123'],
    ['digits only', '81234567890'],
    ['one sign again and again', 'aaaaaaaaaa'],
    ['one part again and again', 'abcabcabc'],
    ['the alphabet', 'abcdefghij'],
    ['the alphabet backwards', 'hgfedcba'],
    ['the e-mail', 'Siti.Rahayu@setrum.test'],
    ['the name in the e-mail', 'siti.rahayu'],
  ])('may not be %s', (_name, password) => {
    expect(() => read(password)).toThrow(/must have 8 to 128 characters/)
  })
})
