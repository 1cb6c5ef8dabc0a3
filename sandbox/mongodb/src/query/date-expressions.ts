import { ObjectId } from 'bson'
import { isDoc } from '../bson/types.js'
import { location, notSupported } from '../errors.js'
import { type Compute, fieldsOf, type Maker, type Names } from './operands.js'

const pad = (value: number, length = 2) => String(value).padStart(length, '0')

/** Format specifiers of $dateToString, of a date whose UTC fields are the local ones. */
const FORMATS: Record<string, (local: Date) => string> = {
  Y: (local) => pad(local.getUTCFullYear(), 4),
  m: (local) => pad(local.getUTCMonth() + 1),
  d: (local) => pad(local.getUTCDate()),
  H: (local) => pad(local.getUTCHours()),
  M: (local) => pad(local.getUTCMinutes()),
  S: (local) => pad(local.getUTCSeconds()),
  L: (local) => pad(local.getUTCMilliseconds(), 3),
  '%': () => '%',
}

/** @param compile of the expressions inside, which are not limited to dates */
export function dateExpressions(compile: Maker): Record<string, Maker> {
  const part =
    (name: string, read: (local: Date) => number): Maker =>
    (operand, names) => {
      const isNamed = isDoc(operand) && Object.hasOwn(operand, 'date')
      const { date, timezone } = isNamed ? fieldsOf(name, operand, ['date'], ['timezone']) : { date: operand }
      const local = localDate(name, compile(date, names), timezone)
      return (document, variables) => {
        const found = local(document, variables)
        return found === null ? null : read(found)
      }
    }
  return {
    $dateToString: (operand, names) => dateToString(operand, names, compile),
    $year: part('$year', (local) => local.getUTCFullYear()),
    $month: part('$month', (local) => local.getUTCMonth() + 1),
    $dayOfMonth: part('$dayOfMonth', (local) => local.getUTCDate()),
    $hour: part('$hour', (local) => local.getUTCHours()),
    $minute: part('$minute', (local) => local.getUTCMinutes()),
    $second: part('$second', (local) => local.getUTCSeconds()),
  }
}

function dateToString(operand: unknown, names: Names, compile: Maker): Compute {
  const fields = fieldsOf('$dateToString', operand, ['date'], ['format', 'timezone', 'onNull'])
  const format = fields.format ?? '%Y-%m-%dT%H:%M:%S.%LZ'
  if (typeof format !== 'string' || format.startsWith('$')) throw notSupported('a computed format in $dateToString')
  const unknown = [...format.matchAll(/%(.?)/gs)].find(([, letter = '']) => !Object.hasOwn(FORMATS, letter))
  if (unknown) throw notSupported(`the format specifier '${unknown[0]}'`)
  const local = localDate('$dateToString', compile(fields.date, names), fields.timezone)
  const onNull = compile(fields.onNull ?? null, names)
  return (document, variables) => {
    const date = local(document, variables)
    if (date === null) return onNull(document, variables)
    return format.replace(/%(.)/gs, (_, letter: string) => FORMATS[letter]?.(date) ?? '')
  }
}

/** A date shifted so that its UTC fields are those of the time zone; null for null or a missing date. */
function localDate(name: string, value: Compute, timezone: unknown): (...scope: Parameters<Compute>) => Date | null {
  const offset = offsetIn(timezone)
  return (document, variables) => {
    const found = value(document, variables) ?? null
    if (found === null) return null
    const instant = found instanceof ObjectId ? found.getTimestamp() : found
    if (!(instant instanceof Date)) throw location(16006, `${name} can't convert a value to Date`)
    return new Date(instant.getTime() + offset(instant))
  }
}

/** The offset of a time zone from UTC in milliseconds. */
function offsetIn(timezone: unknown): (date: Date) => number {
  if (timezone === undefined || timezone === 'UTC' || timezone === 'GMT' || timezone === 'Z') return () => 0
  if (typeof timezone !== 'string' || timezone.startsWith('$')) throw notSupported('a computed time zone')
  const fixed = /^([+-])(\d{2}):?(\d{2})?$/.exec(timezone)
  if (fixed) {
    const [, sign, hours, minutes = 0] = fixed
    const offset = (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? -60_000 : 60_000)
    return () => offset
  }
  const format = formatIn(timezone)
  return (date) => {
    const parts = Object.fromEntries(format.formatToParts(date).map(({ type, value }) => [type, Number(value)]))
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts
    return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(date.getTime() / 1000) * 1000
  }
}

function formatIn(timeZone: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
  } catch {
    throw location(40485, `unrecognized time zone identifier: "${timeZone}"`)
  }
}
