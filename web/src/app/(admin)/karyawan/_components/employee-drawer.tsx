'use client'

import { Button, Drawer, Group } from '@mantine/core'
import { IconKey, IconPencil } from '@tabler/icons-react'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { ActiveBadge } from '@/components/badges'
import { PanelContent } from '@/components/panel/panel-content'
import { DescriptionList } from '@/components/sale/sale-details'
import { StatusTotals } from '@/components/status-totals'
import { readFragment } from '@/gen/fragment-masking'
import { EmployeeByIdDocument, type EmployeeDetailFragment, EmployeeDetailFragmentDoc } from '@/gen/graphql'
import { useFormat } from '@/lib/format'
import { usePanelQuery } from '@/lib/graph/use-panel-query'
import { linkTo, PATHS } from '@/lib/urls'
import { EditEmployee } from './edit-employee'
import { ShiftText } from './employee-list'
import { ResetPassword } from './reset-password'

export function EmployeeDrawer({ id, onClose }: { id: string; onClose: () => void }) {
  const t = useTranslations('employees')
  const [mode, setMode] = useState<'show' | 'edit' | 'password'>('show')
  const { data, failure, isFirstLoad, retry } = usePanelQuery(EmployeeByIdDocument, { variables: { id } })
  const employee = readFragment(EmployeeDetailFragmentDoc, data?.user)
  const show = () => setMode('show')
  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      size={480}
      title={employee?.name ?? t('title')}
      closeButtonProps={{ 'aria-label': t('close'), size: 44 }}
    >
      <PanelContent value={employee} failure={failure} isFirstLoad={isFirstLoad} onRetry={retry} skeletonHeight={300}>
        {(it) =>
          mode === 'edit' ? (
            <EditEmployee employee={it} onClose={show} />
          ) : mode === 'password' ? (
            <ResetPassword id={it.id} name={it.name} onClose={show} />
          ) : (
            <>
              <EmployeeFacts employee={it} />
              <Group mt="lg">
                <Button size="md" leftSection={<IconPencil size={18} />} onClick={() => setMode('edit')}>
                  {t('edit')}
                </Button>
                <Button
                  size="md"
                  variant="default"
                  leftSection={<IconKey size={18} />}
                  onClick={() => setMode('password')}
                >
                  {t('resetPassword')}
                </Button>
                <Button
                  size="md"
                  variant="default"
                  component={Link}
                  href={linkTo(PATHS.transactions, { employeeId: it.id })}
                >
                  {t('transactions')}
                </Button>
              </Group>
            </>
          )
        }
      </PanelContent>
    </Drawer>
  )
}

function EmployeeFacts({ employee: it }: { employee: EmployeeDetailFragment }) {
  const t = useTranslations('employees')
  const format = useFormat()
  return (
    <>
      <DescriptionList
        items={[
          [t('field.employeeNumber'), it.employeeNumber],
          [t('field.status'), <ActiveBadge key="active" isActive={it.active} />],
          [t('field.email'), it.email],
          [t('field.phone'), it.phone],
          [t('field.shift'), <ShiftText key="shift" shift={it.shift} role={it.role} />],
          [t('field.address'), it.address],
          [t('field.createdAt'), format.dateTime(it.createdAt)],
          [t('field.updatedAt'), format.dateTime(it.updatedAt)],
        ]}
      />
      {it.sales && (
        <>
          <h3 style={{ margin: '1.25rem 0 0.5rem' }}>{t('sales')}</h3>
          <StatusTotals totals={it.sales} />
        </>
      )}
    </>
  )
}
