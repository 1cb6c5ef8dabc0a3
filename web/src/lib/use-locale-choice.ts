import { useRouter } from 'next/navigation'
import { LOCALE_COOKIE, type Locale } from '@/i18n/locale'

const ONE_YEAR_S = 365 * 24 * 60 * 60

/** Keeps the chosen language and shows the page in it. */
export function useLocaleChoice(): (locale: Locale) => void {
  const router = useRouter()
  return (locale) => {
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in Firefox and on plain HTTP
    document.cookie = `${LOCALE_COOKIE}=${locale}; path=/; max-age=${ONE_YEAR_S}; samesite=lax`
    router.refresh()
  }
}
