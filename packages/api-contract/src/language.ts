/** One sentence in both languages of the system. */
export interface Message {
  id: string
  en: string
}

export type Language = keyof Message

/** Indonesian, unless the caller's Accept-Language begins with `en`. */
export function readLanguage(acceptLanguage: string | undefined): Language {
  return acceptLanguage?.trim().toLowerCase().startsWith('en') ? 'en' : 'id'
}

/** The message of INTERNAL_SERVER_ERROR: the cause stays in the log. */
export const INTERNAL_ERROR_MESSAGE: Message = {
  id: 'Terjadi kesalahan pada sistem. Silakan coba lagi.',
  en: 'Something went wrong on our side. Please try again.',
}
