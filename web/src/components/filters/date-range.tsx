'use client'

import { Skeleton } from '@mantine/core'
import dynamic from 'next/dynamic'
import type { DateRangeProps } from './date-range-picker'

const Picker = dynamic(() => import('./date-range-picker').then((it) => it.DateRangePicker), {
  ssr: false,
  loading: () => <Skeleton w={290} h={42} />,
})

/** A range of days, both inclusive. The calendar's code is loaded after the page. */
export function DateRange(props: DateRangeProps) {
  return <Picker {...props} />
}
