'use client'

import { Kbd, Modal, Table } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { useSession } from '@/lib/session/session-context'

const SHORTCUTS = {
  EMPLOYEE: [
    ['Alt+1', 'tabToken'],
    ['Alt+2', 'tabBill'],
    ['Alt+3', 'tabNonTaglis'],
    ['Enter', 'next'],
    ['← →', 'chooseProduct'],
    ['F', 'favourite'],
    ['Ctrl+Enter', 'pay'],
    ['Alt+S', 'copyToken'],
    ['Alt+C', 'print'],
    ['Alt+N', 'newSale'],
    ['?', 'sheet'],
  ],
  ADMIN: [
    ['Ctrl+K', 'palette'],
    ['← →', 'drawer'],
    ['Esc', 'close'],
    ['?', 'sheet'],
  ],
} as const

/** The keyboard shortcuts of the user's role. */
export function ShortcutSheet({ onClose }: { onClose: () => void }) {
  const t = useTranslations('shortcuts')
  const { role } = useSession()
  return (
    <Modal opened onClose={onClose} title={t('title')} closeButtonProps={{ 'aria-label': t('close') }}>
      <Table>
        <Table.Tbody>
          {SHORTCUTS[role].map(([keys, action]) => (
            <Table.Tr key={keys}>
              <Table.Td w={120}>
                <Kbd>{keys}</Kbd>
              </Table.Td>
              <Table.Td>{t(action)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Modal>
  )
}
