import type { Message } from '@setrum/api-contract'
import { isLocalDate, isLocalTime, isRupiah } from '@setrum/units'
import { GraphQLScalarType, Kind, type ValueNode } from 'graphql'
import { DomainError } from './errors/domain-error.js'

interface ScalarSpec<T> {
  name: string
  /** The expected format, for the error message. */
  expected: Message
  read(value: unknown): T | null
  write(value: unknown): unknown
}

/** Creates a scalar; an invalid value is a BAD_USER_INPUT with the expected format. */
function scalar<T>({ name, expected, read, write }: ScalarSpec<T>): GraphQLScalarType {
  const parse = (value: unknown): T => {
    const parsed = read(value)
    if (parsed === null) throw new DomainError('BAD_USER_INPUT', expected)
    return parsed
  }
  return new GraphQLScalarType({
    name,
    parseValue: parse,
    parseLiteral: (node) => parse(literal(node)),
    serialize: write,
  })
}

function literal(node: ValueNode): unknown {
  if (node.kind === Kind.STRING) return node.value
  if (node.kind === Kind.INT || node.kind === Kind.FLOAT) return Number(node.value)
  return undefined
}

/** An instant: ISO 8601 in UTC on the wire, a Date inside. */
export const DateTime = scalar<Date>({
  name: 'DateTime',
  expected: {
    id: 'Waktu harus berbentuk ISO 8601, misalnya 2024-07-10T07:54:00.000Z.',
    en: 'An instant must be ISO 8601, such as 2024-07-10T07:54:00.000Z.',
  },
  read: (value) => {
    if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}T[\d:.]+(Z|[+-]\d{2}:\d{2})$/.test(value)) return null
    const instant = new Date(value)
    return Number.isNaN(instant.getTime()) ? null : instant
  },
  write: (value) => (value instanceof Date ? value : new Date(String(value))).toISOString(),
})

/** A calendar day at the counter: `YYYY-MM-DD` outside and inside. */
export const LocalDate = scalar<string>({
  name: 'LocalDate',
  expected: {
    id: 'Tanggal harus ada di kalender dan berbentuk YYYY-MM-DD.',
    en: 'A date must exist and be written YYYY-MM-DD.',
  },
  read: (value) => (typeof value === 'string' && isLocalDate(value) ? value : null),
  write: String,
})

/** Wall-clock time at the counter: `HH:mm` outside and inside. */
export const LocalTime = scalar<string>({
  name: 'LocalTime',
  expected: {
    id: 'Jam harus berbentuk HH:mm, dari 00:00 sampai 23:59.',
    en: 'A time must be written HH:mm, from 00:00 to 23:59.',
  },
  read: (value) => (typeof value === 'string' && isLocalTime(value) ? value : null),
  write: String,
})

/** Whole rupiah, up to 2^53-1, as a JSON number. */
export const Rupiah = scalar<number>({
  name: 'Rupiah',
  expected: { id: 'Jumlah uang harus rupiah bulat.', en: 'An amount must be whole rupiah.' },
  read: (value) => (isRupiah(value) ? value : null),
  write: (value) => {
    if (!isRupiah(value)) throw new TypeError('an amount in the database is not whole rupiah')
    return value
  },
})
