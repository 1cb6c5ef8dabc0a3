import type messages from '../messages/id.json'

export type Locale = 'id' | 'en'

/** The cookie with the chosen language. */
export const LOCALE_COOKIE = 'setrum_locale'

/** The language of a cookie's value; Indonesian by default. */
export function readLocale(text: string | undefined): Locale {
  return text === 'en' ? 'en' : 'id'
}

declare module 'next-intl' {
  interface AppConfig {
    Locale: Locale
    Messages: typeof messages
  }
}
