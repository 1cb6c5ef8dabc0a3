'use client'

import { Alert, Button, PasswordInput, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMounted } from '@mantine/hooks'
import { IconAlertCircle } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useFormat } from '@/lib/format'
import { type SignInOutcome, signIn } from '@/lib/session/browser-session'

type Failure = Exclude<SignInOutcome, { kind: 'signed-in' }>

export function SignInForm({ target }: { target: string }) {
  const t = useTranslations('signIn')
  const [failure, setFailure] = useState<Failure | null>(null)
  const [isBusy, setBusy] = useState(false)
  const isReady = useMounted()
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { email: '', password: '' },
    validate: {
      email: (value) => (/^\S+@\S+$/.test(value.trim()) ? null : t('emailInvalid')),
      password: (value) => (value ? null : t('passwordMissing')),
    },
  })

  /** A password manager, or typing before hydration, fills the fields without an event for the form. */
  function readFields(typed: FormData) {
    for (const field of ['email', 'password'] as const) {
      form.setFieldValue(field, String(typed.get(field)), { forceUpdate: false })
    }
  }

  async function submit(values: { email: string; password: string }) {
    setBusy(true)
    setFailure(null)
    const outcome = await signIn({ email: values.email.trim(), password: values.password })
    if (outcome.kind === 'signed-in') {
      // A full load drops data that was fetched for another user.
      window.location.assign(target)
      return
    }
    setFailure(outcome)
    setBusy(false)
  }

  return (
    <form
      // POST: a submit before hydration must not put the password into the address.
      method="post"
      onSubmit={(event) => {
        readFields(new FormData(event.currentTarget))
        form.onSubmit(submit)(event)
      }}
      data-ready={isReady || undefined}
      noValidate
    >
      <Stack gap="md">
        {failure && <SignInFailure failure={failure} />}
        <TextInput
          label={t('email')}
          name="email"
          type="email"
          autoComplete="username"
          inputMode="email"
          autoFocus
          size="md"
          key={form.key('email')}
          {...form.getInputProps('email')}
        />
        <PasswordInput
          label={t('password')}
          name="password"
          autoComplete="current-password"
          size="md"
          visibilityToggleFocusable
          visibilityToggleButtonProps={{ 'aria-label': t('showPassword') }}
          key={form.key('password')}
          {...form.getInputProps('password')}
        />
        {/* Before hydration Enter must do nothing, so that the input stays: the button does not submit yet. */}
        <Button type={isReady ? 'submit' : 'button'} size="md" loading={isBusy} fullWidth>
          {t('submit')}
        </Button>
      </Stack>
    </form>
  )
}

function SignInFailure({ failure }: { failure: Failure }) {
  const t = useTranslations('signIn')
  const format = useFormat()
  return (
    <Alert color="red" icon={<IconAlertCircle />} role="alert">
      {failure.kind === 'unreachable' ? t('unreachable') : failure.message}
      {failure.kind === 'error' && failure.opensAt && (
        <div>{t('opensAt', { time: format.dayAndTime(failure.opensAt) })}</div>
      )}
    </Alert>
  )
}
