import { useLocale, useTimeZone } from 'next-intl'
import { type Format, makeFormat } from './format'

const formats = new Map<string, Format>()

/** How amounts, numbers and instants are written in the chosen language; made once, since Intl takes its time. */
export function useFormat(): Format {
  const locale = useLocale()
  const timeZone = useBusinessTimeZone()
  const format = formats.get(locale) ?? makeFormat(locale, timeZone)
  formats.set(locale, format)
  return format
}

/** Where the counter stands, as the server says. */
export function useBusinessTimeZone(): string {
  const timeZone = useTimeZone()
  if (!timeZone) throw new Error('a page without the time zone of i18n/request.ts')
  return timeZone
}
