'use client'

import { Button } from '@mantine/core'
import { IconUserPlus } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import { parseAsInteger, parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs'
import { PageTitle } from '@/components/page-title'
import { Panel } from '@/components/panel/panel'
import { CreateEmployee } from './create-employee'
import { EmployeeDrawer } from './employee-drawer'
import { EmployeeList } from './employee-list'

const PARSERS = {
  cari: parseAsString.withDefault(''),
  halaman: parseAsInteger.withDefault(1),
  id: parseAsString,
  baru: parseAsStringLiteral(['ya']),
}

export function EmployeesScreen() {
  const t = useTranslations('employees')
  const nav = useTranslations('nav')
  const [query, setQuery] = useQueryStates(PARSERS)
  return (
    <>
      <PageTitle title={nav('employees')}>
        <Button size="md" leftSection={<IconUserPlus size={18} />} onClick={() => void setQuery({ baru: 'ya' })}>
          {t('create')}
        </Button>
      </PageTitle>
      <Panel isFlush>
        <EmployeeList
          search={query.cari}
          page={query.halaman}
          onSearch={(cari) => void setQuery({ cari: cari || null, halaman: null })}
          onPage={(halaman) => void setQuery({ halaman })}
          onOpen={(id) => void setQuery({ id })}
        />
      </Panel>
      {query.baru && <CreateEmployee onClose={() => void setQuery({ baru: null })} />}
      {query.id && <EmployeeDrawer id={query.id} onClose={() => void setQuery({ id: null })} />}
    </>
  )
}
