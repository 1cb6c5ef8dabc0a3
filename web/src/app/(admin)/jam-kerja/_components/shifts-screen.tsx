'use client'

import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import { parseAsString, useQueryState } from 'nuqs'
import { ActiveBadge, OpenBadge } from '@/components/badges'
import { DataTable } from '@/components/data-table/data-table'
import { PageTitle, Panel } from '@/components/panel/panel'
import { PanelContent } from '@/components/panel/panel-content'
import { readFragment } from '@/gen/fragment-masking'
import { ShiftListDocument, ShiftRowFragmentDoc } from '@/gen/graphql'
import { useFormat } from '@/lib/format'
import { usePanelQuery } from '@/lib/graph/use-panel-query'
import { NEW_ID, URL_KEYS } from '@/lib/urls'
import { ShiftDrawer } from './shift-drawer'

/** The open state changes with the clock. */
const REFRESH_MS = 20_000

export function ShiftsScreen() {
  const t = useTranslations('shifts')
  const format = useFormat()
  const nav = useTranslations('nav')
  const [id, setId] = useQueryState(URL_KEYS.id, parseAsString)
  const { data, failure, isFirstLoad, retry } = usePanelQuery(ShiftListDocument, {
    variables: {},
    poll: () => REFRESH_MS,
  })
  const shifts = readFragment(ShiftRowFragmentDoc, data?.shifts)
  const chosen = shifts?.find((it) => it.id === id) ?? null
  return (
    <>
      <PageTitle title={nav('shifts')}>
        <Button size="md" leftSection={<IconPlus size={18} />} onClick={() => void setId(NEW_ID)}>
          {t('create')}
        </Button>
      </PageTitle>
      <Panel isFlush>
        <PanelContent
          value={shifts}
          failure={failure}
          isFirstLoad={isFirstLoad}
          onRetry={retry}
          isEmpty={shifts?.length === 0}
          empty={t('empty')}
        >
          {(rows) => (
            <DataTable
              label={nav('shifts')}
              rows={rows}
              keyOf={(it) => it.id}
              onOpen={(it) => void setId(it.id)}
              openLabel={(it) => t('openOne', { name: it.name })}
              columns={[
                { title: t('field.name'), render: (it) => it.name, isMain: true },
                {
                  title: t('field.hours'),
                  render: (it) => `${format.clockTime(it.startAt)}–${format.clockTime(it.endAt)}`,
                },
                { title: t('field.now'), render: (it) => <OpenBadge isOpen={it.open} /> },
                { title: t('field.status'), render: (it) => <ActiveBadge isActive={it.active} /> },
              ]}
            />
          )}
        </PanelContent>
      </Panel>
      {(chosen || id === NEW_ID) && <ShiftDrawer key={id} shift={chosen} onClose={() => void setId(null)} />}
    </>
  )
}
