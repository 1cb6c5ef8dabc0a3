'use client'

import { useTranslations } from 'next-intl'
import type { TransactionDetailFragment } from '@/gen/graphql'
import { useFormat } from '@/lib/use-format'
import classes from './transaction.module.css'

const KNOWN = [
  'CREATED',
  'SENT',
  'BILLER_ANSWER',
  'CALLBACK',
  'STATUS_CHECK',
  'MANUAL_RESOLUTION',
  'CORRECTION',
  'CONTRADICTION',
  'EXPIRED',
  'PRINTED',
] as const

/** What happened to it, oldest first. */
export function TransactionEvents({ events }: { events: TransactionDetailFragment['events'] }) {
  const t = useTranslations('transactions')
  const status = useTranslations('status')
  const format = useFormat()
  return (
    <ol className={classes.events}>
      {events.map((event) => {
        const type = KNOWN.find((known) => known === event.type)
        return (
          <li key={`${event.at} ${event.type} ${event.note}`}>
            <strong>{type ? t(`event.${type}`) : event.type}</strong>{' '}
            {event.to && event.to !== event.from && <span>→ {status(event.to)}</span>}
            <div className={classes.dimmed}>
              {format.dateTime(event.at)} · {event.actor === 'system' ? t('bySystem') : t('byPerson')}
              {event.note && ` · ${event.note}`}
            </div>
          </li>
        )
      })}
    </ol>
  )
}
