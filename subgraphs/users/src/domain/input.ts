import type { Message } from '@setrum/api-contract'
import { badInput } from '@setrum/subgraph-kit'
import { readPhoneNumber } from '@setrum/units'
import { z } from 'zod'

const email = z.email().max(254)

/** @returns the address in lower case, as stored. @throws BAD_USER_INPUT */
export function readEmail(text: string): string {
  const address = text.trim().toLowerCase()
  if (email.safeParse(address).success) return address
  throw badInput('email', {
    id: 'Email harus berupa alamat email yang sah.',
    en: 'The e-mail must be a valid e-mail address.',
  })
}

/** @throws BAD_USER_INPUT */
export function readName(text: string): string {
  return readText(text, 100, 'name', {
    id: 'Nama harus 1 sampai 100 huruf.',
    en: 'A name must have 1 to 100 characters.',
  })
}

/** @throws BAD_USER_INPUT */
export function readEmployeeNumber(text: string): string {
  return readText(text, 40, 'employeeNumber', {
    id: 'ID karyawan harus 1 sampai 40 karakter.',
    en: 'An employee number must have 1 to 40 characters.',
  })
}

/** @returns the digits, without blanks, dots, dashes and parentheses. @throws BAD_USER_INPUT */
export function readPhone(text: string): string {
  const phone = readPhoneNumber(text)
  if (phone !== null) return phone
  throw badInput('phone', {
    id: 'Nomor telepon harus 6 sampai 15 angka.',
    en: 'A phone number must have 6 to 15 digits.',
  })
}

/** @returns null for a blank address; line breaks become commas. @throws BAD_USER_INPUT */
export function readAddress(text: string | null): string | null {
  if (text === null || text.trim() === '') return null
  const message = { id: 'Alamat harus paling banyak 200 huruf.', en: 'An address must have at most 200 characters.' }
  return readText(text.replace(/\s*[\r\n]+\s*/g, ', '), 200, 'address', message)
}

function readText(text: string, maxLength: number, field: string, message: Message): string {
  const trimmed = text.trim()
  if (trimmed.length === 0 || trimmed.length > maxLength || /\p{Cc}/u.test(trimmed)) throw badInput(field, message)
  return trimmed
}
