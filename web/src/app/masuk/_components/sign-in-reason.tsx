import { Alert } from '@mantine/core'
import { useTranslations } from 'next-intl'

const REASONS = ['berakhir', 'jam-kerja', 'nonaktif'] as const
type Reason = (typeof REASONS)[number]

export function readReason(text: unknown): Reason | null {
  return REASONS.find((reason) => reason === text) ?? null
}

/** Why the page came here by itself. */
export function SignInReason({ reason }: { reason: Reason | null }) {
  const t = useTranslations('signIn.reason')
  if (!reason) return null
  return (
    <Alert color="yellow" mb="md" role="status">
      {t(reason)}
    </Alert>
  )
}
