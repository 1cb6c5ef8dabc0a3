export const LOCALES = ['id', 'en'] as const
export type Locale = (typeof LOCALES)[number]

/** Where the chosen language is kept; readable by scripts, there is nothing secret in it. */
export const LOCALE_COOKIE = 'setrum_locale'

/** The language of a cookie's text: Indonesian unless it says English. */
export function readLocale(text: string | undefined): Locale {
  return text === 'en' ? 'en' : 'id'
}
