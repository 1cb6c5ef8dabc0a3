import { badInput, type Message } from '@setrum/subgraph-kit'
import { z } from 'zod'

const email = z.email().max(254)

/** @returns the address in lower case, as it is stored and looked up. @throws BAD_USER_INPUT */
export function readEmail(text: string): string {
  const address = text.trim().toLowerCase()
  if (email.safeParse(address).success) return address
  throw badInput('email', { id: 'Alamat email tidak sah.', en: 'This must be an e-mail address.' })
}

/** A password for somebody's account, as it will be typed. @throws BAD_USER_INPUT telling the whole rule */
export function readPassword(password: string, emailAddress: string): string {
  const isLongEnough = password.length >= 8 && password.length <= 128
  const isMixed = /\p{L}/u.test(password) && /\d/.test(password)
  if (isLongEnough && isMixed && password.toLowerCase() !== emailAddress) return password
  throw badInput('password', {
    id: 'Kata sandi harus 8 sampai 128 karakter, dengan huruf dan angka, dan bukan alamat email.',
    en: 'A password must have 8 to 128 characters, with a letter and a digit, and not be the e-mail address.',
  })
}

/** @throws BAD_USER_INPUT */
export function readName(text: string): string {
  return readText('name', text, 80, { id: 'Nama harus 1 sampai 80 huruf.', en: 'A name must have 1 to 80 characters.' })
}

/** @throws BAD_USER_INPUT */
export function readEmployeeNumber(text: string): string {
  return readText('employeeNumber', text, 20, {
    id: 'ID karyawan harus 1 sampai 20 karakter.',
    en: 'An employee number must have 1 to 20 characters.',
  })
}

/** @throws BAD_USER_INPUT */
export function readPhone(text: string): string {
  const phone = text.replace(/[\s-]/g, '')
  if (/^\+?\d{8,15}$/.test(phone)) return phone
  throw badInput('phone', {
    id: 'Nomor handphone harus 8 sampai 15 angka.',
    en: 'A phone number must have 8 to 15 digits.',
  })
}

/** @returns null for nothing but blanks. @throws BAD_USER_INPUT */
export function readAddress(text: string | null): string | null {
  const address = text?.trim() || null
  if (address === null || address.length <= 200) return address
  throw badInput('address', {
    id: 'Alamat harus paling banyak 200 huruf.',
    en: 'An address must have at most 200 characters.',
  })
}

/** How long a page may be. @throws BAD_USER_INPUT */
export function readPageSize(first: number): number {
  if (Number.isInteger(first) && first >= 1 && first <= 100) return first
  throw badInput('first', { id: 'Jumlah baris harus 1 sampai 100.', en: 'A page must have 1 to 100 rows.' })
}

function readText(field: string, text: string, most: number, message: Message): string {
  const trimmed = text.trim()
  if (trimmed.length < 1 || trimmed.length > most) throw badInput(field, message)
  return trimmed
}
