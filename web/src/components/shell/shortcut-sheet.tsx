'use client'

import { Kbd, Modal, Table } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'
import { useSession } from '@/lib/session/session-context'

const OPEN = 'setrum:shortcuts'

export function openShortcuts(): void {
  window.dispatchEvent(new Event(OPEN))
}

const SHORTCUTS = {
  EMPLOYEE: [
    ['Alt+1', 'tabToken'],
    ['Alt+2', 'tabBill'],
    ['Alt+3', 'tabNonTaglis'],
    ['Enter', 'next'],
    ['← →', 'chooseProduct'],
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

/** What can be done without a mouse; opened by `?`. */
export function ShortcutSheet() {
  const t = useTranslations('shortcuts')
  const { role } = useSession()
  const [isOpen, setOpen] = useState(false)
  useHotkeys([['shift+?', () => setOpen(true)]], undefined, false)
  useHotkeys([['?', () => setOpen(true)]])
  useEffect(() => {
    const open = () => setOpen(true)
    window.addEventListener(OPEN, open)
    return () => window.removeEventListener(OPEN, open)
  }, [])
  return (
    <Modal
      opened={isOpen}
      onClose={() => setOpen(false)}
      title={t('title')}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
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
