import { cleanNumber } from '@setrum/units'
import type { Customer } from './transaction.js'

/** The columns of a sale that a search finds it by. */
export interface Searchable {
  invoice: string
  customerNumber: string
  customer: Customer
  token: string | null
  employeeId: string
}

/** A text as it was typed, read as conditions on the search terms. */
export type Search =
  /** All of these are among the terms; first the one that enters the index, then the words. Without a word nothing matches. */
  | { kind: 'WORDS'; terms: readonly string[] }
  /** A term begins with one of these. */
  | { kind: 'NUMBER'; prefixes: readonly string[] }

/** Two letters begin too many names to be of use; a shorter word has to be typed as it stands. */
const MIN_LETTERS = 3
/** Fewer last digits, and fewer first ones, are those of too many customers. */
const MIN_LAST_DIGITS = 4
const MIN_FIRST_DIGITS = 10
const TOKEN_DIGITS = 4
/** Bound the index entries of one sale: a biller's name can have any length. */
const MAX_WORDS = 6
const MAX_LETTERS = 12

/**
 * The terms that are indexed with a sale: each word of the name with all its beginnings, (`p:`) the beginnings of each two
 * words, (`e:`) the beginning of each word and of each two with the employee, each number forwards and (`r:`) backwards,
 * and (`t:`) the last digits of the token. About 25 terms.
 */
export function searchTermsOf({ invoice, customerNumber, customer, token, employeeId }: Searchable): string[] {
  const numbers = [invoice, customerNumber, customer.meterNumber ?? '', customer.subscriberId ?? '']
  const digits = numbers.map((number) => number.replace(/\D/g, '')).filter((number) => number !== '')
  const words = wordsOf(customer.name ?? '').slice(0, MAX_WORDS)
  const long = words.filter((word) => word.length >= MIN_LETTERS)
  const pairs = long.flatMap((word, index) => long.slice(index + 1).map((other) => pairOf(word, other)))
  return [
    ...new Set([
      ...words.flatMap(beginningsOf),
      ...pairs.map(pairTerm),
      ...[...long.map(beginningOf), ...pairs].map((beginnings) => employeeTerm(beginnings, employeeId)),
      ...digits,
      ...digits.map((number) => `r:${reversed(number)}`),
      ...(token ? [tokenTerm(token)] : []),
    ]),
  ]
}

interface SearchScope {
  /** Whether four digits may also be the last ones of a token. */
  includesTokens: boolean
  /** The employee whose sales are searched; null for all. */
  employeeId: string | null
}

export function readSearch(text: string, { includesTokens, employeeId }: SearchScope): Search {
  const [, digits] = /^(?:INV)?(\d+)$/i.exec(cleanNumber(text)) ?? []
  if (digits === undefined || digits.length < MIN_LAST_DIGITS)
    return { kind: 'WORDS', terms: termsOf(text, employeeId) }
  return {
    kind: 'NUMBER',
    prefixes: [
      `r:${reversed(digits)}`,
      ...(digits.length >= MIN_FIRST_DIGITS ? [digits] : []),
      ...(includesTokens && digits.length === TOKEN_DIGITS ? [tokenTerm(digits)] : []),
    ],
  }
}

/** A word that is still being typed must not hide the sales that the complete words find. */
function termsOf(text: string, employeeId: string | null): string[] {
  const words = [...new Set(wordsOf(text).map((word) => word.slice(0, MAX_LETTERS)))].slice(0, MAX_WORDS)
  const long = words.filter((word) => word.length >= MIN_LETTERS)
  const sorted = (long.length > 0 ? long : words).sort((a, b) => b.length - a.length)
  const [first = '', second = ''] = sorted
  // Two frequent words are rare together. A word and its own beginning may be one word of the name.
  const pair = second.length >= MIN_LETTERS && !first.startsWith(second) ? pairOf(first, second) : null
  // One employee may have made few of the sales that frequent words lead to.
  if (employeeId !== null && first.length >= MIN_LETTERS)
    return [employeeTerm(pair ?? beginningOf(first), employeeId), ...sorted]
  return pair === null ? sorted : [pairTerm(pair), ...sorted]
}

/** In capital letters, without accents and apostrophes. */
function wordsOf(text: string): string[] {
  const plain = text
    .normalize('NFKD')
    .replace(/[\p{M}\p{Cf}'’‘`]/gu, '')
    .toUpperCase()
  return plain.match(/[\p{L}\p{N}]+/gu) ?? []
}

function beginningsOf(word: string): string[] {
  const letters = word.slice(0, MAX_LETTERS)
  const shortest = Math.min(MIN_LETTERS, letters.length)
  return Array.from({ length: letters.length - shortest + 1 }, (_, more) => letters.slice(0, shortest + more))
}

const beginningOf = (word: string) => word.slice(0, MIN_LETTERS)
const pairOf = (...words: [string, string]) => words.map(beginningOf).sort().join('+')
const pairTerm = (pair: string) => `p:${pair}`
const employeeTerm = (beginnings: string, employeeId: string) => `e:${employeeId}:${beginnings}`
const reversed = (digits: string) => [...digits].reverse().join('')
const tokenTerm = (token: string) => `t:${token.slice(-TOKEN_DIGITS)}`
