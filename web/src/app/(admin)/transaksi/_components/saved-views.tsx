'use client'

import { Button, Menu, Modal, Stack, TextInput } from '@mantine/core'
import { useLocalStorage } from '@mantine/hooks'
import { IconBookmark, IconTrash } from '@tabler/icons-react'
import { usePathname, useSearchParams } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { type FormEvent, useState } from 'react'
import { useAppRouter } from '@/lib/app-router'
import { isListOf, isShape, isString } from '@/lib/guards'
import { parseStored } from '@/lib/json'

interface View {
  name: string
  /** The filters, as the query of the address. */
  search: string
}

const readViews = parseStored(isListOf(isShape<View>({ name: isString, search: isString })), [])

/** Named filters, stored in this browser. */
export function SavedViews() {
  const t = useTranslations('transactionsAdmin.views')
  const router = useAppRouter()
  const pathname = usePathname()
  const search = useSearchParams().toString()
  const [views, setViews] = useLocalStorage<View[]>({ key: 'setrum:views', defaultValue: [], deserialize: readViews })
  const [name, setName] = useState<string | null>(null)

  function save(event: FormEvent) {
    event.preventDefault()
    if (!name?.trim()) return
    setViews((before) => [...before.filter((view) => view.name !== name.trim()), { name: name.trim(), search }])
    setName(null)
  }
  return (
    <>
      <Menu width={280} position="bottom-end" withInitialFocusPlaceholder={false}>
        <Menu.Target>
          <Button variant="default" size="md" leftSection={<IconBookmark size={18} />}>
            {t('title')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {views.length === 0 && <Menu.Label>{t('none')}</Menu.Label>}
          {views.map((view) => (
            <div key={view.name} style={{ display: 'flex' }}>
              <Menu.Item onClick={() => router.push(`${pathname}?${view.search}`)}>{view.name}</Menu.Item>
              <Menu.Item
                w={44}
                c="dimmed"
                closeMenuOnClick={false}
                aria-label={t('remove', { name: view.name })}
                onClick={() => setViews((before) => before.filter((it) => it.name !== view.name))}
              >
                <IconTrash size={17} />
              </Menu.Item>
            </div>
          ))}
          <Menu.Divider />
          <Menu.Item onClick={() => setName('')}>{t('save')}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Modal
        opened={name !== null}
        onClose={() => setName(null)}
        title={t('save')}
        closeButtonProps={{ 'aria-label': t('cancel') }}
      >
        <form onSubmit={save}>
          <Stack>
            <TextInput
              label={t('name')}
              data-autofocus
              value={name ?? ''}
              onChange={(event) => setName(event.currentTarget.value)}
            />
            <Button type="submit">{t('submit')}</Button>
          </Stack>
        </form>
      </Modal>
    </>
  )
}
