'use client'

import { Button, Modal, Stack } from '@mantine/core'
import { useTranslations } from 'next-intl'
import type { SessionInfo } from '@/lib/session/session-info'

interface OtherUserDialogProps {
  shown: SessionInfo
  current: SessionInfo
}

/** Covers the page of a user after another one has signed in, in another tab. It leads to the pages of that user only. */
export function OtherUserDialog({ shown, current }: OtherUserDialogProps) {
  const t = useTranslations('session.otherUser')
  return (
    <Modal opened onClose={() => undefined} title={t('title')} withCloseButton={false} zIndex={1_000}>
      <Stack gap="md">
        {/* Not the button: the Enter of a scan must not continue unread. */}
        <p tabIndex={-1} data-autofocus>
          {t('text', { shown: shown.name, current: current.name })}
        </p>
        {/* A full load drops the data of the user before. */}
        <Button size="md" onClick={() => window.location.assign('/')}>
          {t('continue', { current: current.name })}
        </Button>
      </Stack>
    </Modal>
  )
}
