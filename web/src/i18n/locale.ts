import type { Language } from '@setrum/api-contract'
import type messages from '../messages/id.json'

/** The cookie with the chosen language. */
export const LOCALE_COOKIE = 'setrum_locale'

declare module 'next-intl' {
  interface AppConfig {
    Locale: Language
    Messages: typeof messages
  }
}
