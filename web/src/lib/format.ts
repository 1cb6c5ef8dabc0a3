import { formatRupiah } from '@setrum/units'
import { useLocale, useTimeZone } from 'next-intl'

export type Format = ReturnType<typeof makeFormat>

/**
 * Formats amounts, numbers and instants in Indonesian or English.
 * @param timeZone the time zone of the counter, not of the device
 */
export function makeFormat(locale: string, timeZone: string) {
  const tag = locale === 'en' ? 'en-GB' : 'id-ID'
  const dates = (options: Intl.DateTimeFormatOptions) => {
    const format = new Intl.DateTimeFormat(tag, { timeZone, ...options })
    return (instant: string | Date) => format.format(new Date(instant))
  }
  // A calendar day has no time zone: parse and format it as UTC, so that it stays the same day.
  const days = (options: Intl.DateTimeFormatOptions) => {
    const format = new Intl.DateTimeFormat(tag, { timeZone: 'UTC', ...options })
    return (day: string) => format.format(new Date(`${day}T00:00:00Z`))
  }
  const number = new Intl.NumberFormat(tag, { maximumFractionDigits: 2 })
  const percent = new Intl.NumberFormat(tag, { style: 'percent', maximumFractionDigits: 1 })
  const compact = new Intl.NumberFormat(tag, { notation: 'compact', maximumFractionDigits: 1 })
  return {
    rupiah: (amountIdr: number | null | undefined) => (amountIdr == null ? '–' : formatRupiah(amountIdr)),
    number: (value: number) => number.format(value),
    percent: (share: number) => percent.format(share),
    compactRupiah: (amountIdr: number) => `Rp\u00a0${compact.format(amountIdr)}`,
    /** A time of the day, `HH:mm`, as in every other text: `08.00` in Indonesian. */
    clockTime: (time: string) => (tag === 'id-ID' ? time.replace(':', '.') : time),
    time: dates({ hour: '2-digit', minute: '2-digit', hour12: false }),
    dateTime: dates({ day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' }),
    shortDateTime: dates({ day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' }),
    dayAndTime: dates({ weekday: 'long', day: 'numeric', month: 'long', hour: '2-digit', minute: '2-digit' }),
    day: days({ day: 'numeric', month: 'short', year: 'numeric' }),
    shortDay: days({ day: 'numeric', month: 'short' }),
    month: (period: string) => (/^\d{6}$/.test(period) ? monthOf(tag, period) : period),
  }
}

/** `00012000–00012110`, the readings in kWh; null while unknown. */
export function meterReading({ meterStart, meterEnd }: { meterStart: string | null; meterEnd: string | null }) {
  return meterStart && meterEnd ? `${meterStart}–${meterEnd}` : null
}

/** `202403` as `Maret 2024`. */
function monthOf(tag: string, period: string): string {
  const day = new Date(`${period.slice(0, 4)}-${period.slice(4)}-01T00:00:00Z`)
  return new Intl.DateTimeFormat(tag, { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(day)
}

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

/** `12345678` as `1234`, `5678`. */
export function groupsOfFour(digits: string): string[] {
  return digits.match(/.{1,4}/g) ?? []
}
