'use client'

import { Button } from '@mantine/core'
import { IconUserPlus } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import { parseAsInteger, parseAsString, useQueryStates } from 'nuqs'
import { PageTitle, Panel } from '@/components/panel/panel'
import { parseAsFlag, URL_KEYS } from '@/lib/urls'
import { CreateEmployee } from './create-employee'
import { EmployeeDrawer } from './employee-drawer'
import { EmployeeList } from './employee-list'

const PARSERS = {
  search: parseAsString.withDefault(''),
  page: parseAsInteger.withDefault(1),
  id: parseAsString,
  isNew: parseAsFlag,
}

export function EmployeesScreen() {
  const t = useTranslations('employees')
  const nav = useTranslations('nav')
  const [query, setQuery] = useQueryStates(PARSERS, { urlKeys: URL_KEYS })
  return (
    <>
      <PageTitle title={nav('employees')}>
        <Button size="md" leftSection={<IconUserPlus size={18} />} onClick={() => void setQuery({ isNew: true })}>
          {t('create')}
        </Button>
      </PageTitle>
      <Panel isFlush>
        <EmployeeList
          search={query.search}
          page={query.page}
          onSearch={(search) => void setQuery({ search: search || null, page: null })}
          onPage={(page) => void setQuery({ page })}
          onOpen={(id) => void setQuery({ id })}
        />
      </Panel>
      {query.isNew && <CreateEmployee onClose={() => void setQuery({ isNew: null })} />}
      {query.id && <EmployeeDrawer id={query.id} onClose={() => void setQuery({ id: null })} />}
    </>
  )
}
