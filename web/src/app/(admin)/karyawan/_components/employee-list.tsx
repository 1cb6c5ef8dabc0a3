'use client'

import { Pagination, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { ActiveBadge } from '@/components/badges'
import { DataTable } from '@/components/data-table/data-table'
import { PanelContent } from '@/components/panel/panel-content'
import { readFragment } from '@/gen/fragment-masking'
import { EmployeeListDocument, EmployeeRowFragmentDoc, type Role } from '@/gen/graphql'
import { useFormat } from '@/lib/format'
import { usePanelQuery } from '@/lib/graph/use-panel-query'

const PAGE_SIZE = 25

interface EmployeeListProps {
  search: string
  page: number
  onSearch: (text: string) => void
  onPage: (page: number) => void
  onOpen: (id: string) => void
}

export function EmployeeList({ search, page, onSearch, onPage, onOpen }: EmployeeListProps) {
  const t = useTranslations('employees')
  const pages = useTranslations('transactions.pages')
  const [text, setText] = useState(search)
  const send = useDebouncedCallback(onSearch, 350)
  const { data, failure, isFirstLoad, isStale, retry } = usePanelQuery(EmployeeListDocument, {
    variables: { filter: search ? { search } : null, first: PAGE_SIZE, page },
    keepPreviousData: true,
  })
  const list = data?.users
  return (
    <>
      <TextInput
        type="search"
        size="md"
        maw={380}
        mx={18}
        mb={14}
        aria-label={t('search')}
        placeholder={t('search')}
        leftSection={<IconSearch size={18} aria-hidden />}
        value={text}
        onChange={({ currentTarget: { value } }) => {
          setText(value)
          send(value)
        }}
      />
      <PanelContent
        value={list}
        failure={failure}
        isFirstLoad={isFirstLoad}
        onRetry={retry}
        isEmpty={list?.totalCount === 0}
        empty={t('empty')}
      >
        {({ nodes, totalCount }) => (
          <div aria-busy={isStale}>
            <DataTable
              label={t('title')}
              rows={readFragment(EmployeeRowFragmentDoc, nodes)}
              keyOf={(it) => it.id}
              onOpen={(it) => onOpen(it.id)}
              openLabel={(it) => t('openOne', { name: it.name })}
              columns={[
                { title: t('field.employeeNumber'), render: (it) => it.employeeNumber },
                { title: t('field.name'), render: (it) => it.name, isMain: true },
                { title: t('field.email'), render: (it) => it.email },
                { title: t('field.phone'), render: (it) => it.phone },
                { title: t('field.shift'), render: (it) => <ShiftText shift={it.shift} role={it.role} /> },
                { title: t('field.status'), render: (it) => <ActiveBadge isActive={it.active} /> },
              ]}
            />
            {(totalCount > PAGE_SIZE || page > 1) && (
              <Pagination
                m="md"
                total={Math.ceil(totalCount / PAGE_SIZE)}
                value={page}
                onChange={onPage}
                getControlProps={(control) => ({ 'aria-label': pages(control) })}
                getItemProps={(item) => ({ 'aria-label': pages('page', { page: item }) })}
              />
            )}
          </div>
        )}
      </PanelContent>
    </>
  )
}

interface ShiftTextProps {
  /** Its fields are null while the master subgraph is down. */
  shift: { name: string | null; startAt: string | null; endAt: string | null } | null
  role: Role
}

/** The shift with its hours, or that they are unavailable. */
export function ShiftText({ shift, role }: ShiftTextProps) {
  const t = useTranslations('employees')
  const panel = useTranslations('panel')
  const format = useFormat()
  if (!shift) return role === 'ADMIN' ? t('admin') : panel('missing')
  if (!shift.name) return <em>{panel('missing')}</em>
  const hours = [shift.startAt, shift.endAt].map((time) => format.clockTime(time ?? '–')).join('–')
  return `${shift.name} (${hours})`
}
