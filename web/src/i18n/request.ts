import { readLanguage } from '@setrum/api-contract'
import { cookies } from 'next/headers'
import { getRequestConfig } from 'next-intl/server'
import { businessTimeZone } from '@/env'
import { LOCALE_COOKIE } from './locale'

export default getRequestConfig(async () => {
  const store = await cookies()
  const locale = readLanguage(store.get(LOCALE_COOKIE)?.value)
  const messages = locale === 'en' ? await import('../messages/en.json') : await import('../messages/id.json')
  return { locale, messages: messages.default, timeZone: businessTimeZone() }
})
