import { useLocale } from 'next-intl'
import { type Format, makeFormat } from './format'

const formats = new Map<string, Format>()

/** How amounts, numbers and instants are written in the chosen language; made once, since Intl takes its time. */
export function useFormat(): Format {
  const locale = useLocale()
  const format = formats.get(locale) ?? makeFormat(locale)
  formats.set(locale, format)
  return format
}
