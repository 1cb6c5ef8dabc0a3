'use client'

import '@mantine/dates/styles.layer.css'
import 'dayjs/locale/id'
import { DatePickerInput, DatesProvider } from '@mantine/dates'
import { IconCalendar } from '@tabler/icons-react'
import { useLocale, useTranslations } from 'next-intl'
import { useEffect, useId, useState } from 'react'
import { businessToday, daysBefore } from '@/lib/clock'
import { useBusinessTimeZone } from '@/lib/format'
import classes from './date-range-picker.module.css'

export interface DateRangeProps {
  /** First day, `YYYY-MM-DD`. */
  from: string | null
  /** Last day, inclusive. */
  to: string | null
  onChange: (from: string | null, to: string | null) => void
}

export function DateRangePicker({ from, to, onChange }: DateRangeProps) {
  const t = useTranslations('dates')
  const id = useId()
  const locale = useLocale()
  const [range, setRange] = useState<[string | null, string | null]>([from, to])
  useEffect(() => setRange([from, to]), [from, to])
  const today = businessToday(useBusinessTimeZone())
  return (
    <DatesProvider settings={{ locale, firstDayOfWeek: 1 }}>
      <DatePickerInput
        type="range"
        size="md"
        w={320}
        aria-label={t('range')}
        // The popover's label refers to the field by this id, which the library does not set itself.
        id={id}
        popoverProps={{ id }}
        classNames={{ day: classes.day, datePickerRoot: classes.picker, presetsList: classes.presets }}
        hideOutsideDates
        placeholder={t('allDays')}
        leftSection={<IconCalendar size={18} aria-hidden />}
        valueFormat="D MMM YYYY"
        clearable
        allowSingleDateInRange
        maxDate={today}
        value={range}
        onChange={([first, last]) => {
          // An emptied field shows the range that then applies, which need not be all days.
          setRange(first || last ? [first, last] : [from, to])
          if (Boolean(first) === Boolean(last)) onChange(first, last)
        }}
        presets={[
          { label: t('today'), value: [today, today] },
          { label: t('yesterday'), value: [daysBefore(today, 1), daysBefore(today, 1)] },
          { label: t('last7'), value: [daysBefore(today, 6), today] },
          { label: t('last30'), value: [daysBefore(today, 29), today] },
          { label: t('last90'), value: [daysBefore(today, 89), today] },
        ]}
        clearButtonProps={{ 'aria-label': t('clear') }}
        ariaLabels={{
          previousMonth: t('previousMonth'),
          nextMonth: t('nextMonth'),
          previousYear: t('previousYear'),
          nextYear: t('nextYear'),
          previousDecade: t('previousDecade'),
          nextDecade: t('nextDecade'),
          monthLevelControl: t('chooseMonth'),
          yearLevelControl: t('chooseYear'),
        }}
      />
    </DatesProvider>
  )
}
