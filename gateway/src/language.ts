/** A message in both languages. */
export interface Message {
  id: string
  en: string
}

export type Language = keyof Message

/** Indonesian, unless Accept-Language begins with `en`. */
export function languageOf(acceptLanguage: string | undefined): Language {
  return acceptLanguage?.trim().toLowerCase().startsWith('en') ? 'en' : 'id'
}
