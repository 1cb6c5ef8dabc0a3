import { useLocale } from 'next-intl'
import { useMemo } from 'react'
import { type Format, makeFormat } from './format'

/** How amounts, numbers and instants are written in the chosen language. */
export function useFormat(): Format {
  const locale = useLocale()
  return useMemo(() => makeFormat(locale), [locale])
}
