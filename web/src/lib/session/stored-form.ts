import { useCallback, useEffect, useState } from 'react'
import type { Guard } from '@/lib/guards'
import { readStored, writeStored } from '@/lib/json'
import { useSession } from '@/lib/session/session-context'

/**
 * A form that survives a reload and a sign-out of this tab, in the session storage: unsent input comes back, and a
 * sent purchase keeps its idempotency key. Forms are stored per user, because the API knows idempotency keys per user:
 * another user's purchase would be made a second time.
 * @param formName its name in the storage
 * @param makeEmpty returns an empty form
 * @param isForm checks the stored form: one of another version, or damaged, is replaced by an empty one
 */
export function useStoredForm<Form extends object>(formName: string, makeEmpty: () => Form, isForm: Guard<Form>) {
  const name = `${useSession().userId}:${formName}`
  const [form, setForm] = useState<Form | null>(null)
  useEffect(() => setForm(read(name, isForm) ?? makeEmpty()), [name, makeEmpty, isForm])

  const change = useCallback(
    (changes: Partial<Form>) => {
      setForm((before) => {
        const after = { ...(before ?? makeEmpty()), ...changes }
        write(name, after)
        return after
      })
    },
    [name, makeEmpty],
  )
  const clear = useCallback(() => {
    const after = makeEmpty()
    write(name, after)
    setForm(after)
  }, [name, makeEmpty])
  return { form, change, clear }
}

const PREFIX = 'setrum:form:'

/** A stored form that is not open now; null when there is none that is valid. */
export function readStoredForm<Form>(userId: string, formName: string, isForm: Guard<Form>): Form | null {
  return read(`${userId}:${formName}`, isForm)
}

function read<Form>(name: string, isForm: Guard<Form>): Form | null {
  return readStored('sessionStorage', PREFIX + name, isForm) ?? null
}

function write(name: string, form: object): void {
  writeStored('sessionStorage', PREFIX + name, form)
}

/** `randomUUID` exists on secure pages only; a shop's tablet may use plain HTTP. */
export function newIdempotencyKey(): string {
  if (crypto.randomUUID) return crypto.randomUUID()
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
