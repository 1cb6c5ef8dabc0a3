import { useLocale, useTimeZone } from 'next-intl'
import { type Format, makeFormat } from './format'

const formats = new Map<string, Format>()

/** Formats in the chosen language. Cached, because Intl formatters are slow to construct. */
export function useFormat(): Format {
  const locale = useLocale()
  const timeZone = useBusinessTimeZone()
  const format = formats.get(locale) ?? makeFormat(locale, timeZone)
  formats.set(locale, format)
  return format
}

/** The time zone of the counter, from the server. */
export function useBusinessTimeZone(): string {
  const timeZone = useTimeZone()
  if (!timeZone) throw new Error('a page without the time zone of i18n/request.ts')
  return timeZone
}
