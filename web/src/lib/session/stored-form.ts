import { useCallback, useEffect, useState } from 'react'
import { useSession } from '@/lib/session/session-context'

/**
 * A form that outlives a reload and a sign-out of this tab: it is kept in the session storage, so that an unsent entry
 * comes back and a purchase keeps its idempotency key however often it is sent. It comes back to the same person only:
 * keys are known per person, so what somebody else sent would be bought a second time.
 * @param kind what it is called in the storage
 * @param makeEmpty a fresh form, with a key of its own
 */
export function useStoredForm<Form extends object>(kind: string, makeEmpty: () => Form) {
  const name = `${useSession().userId}:${kind}`
  const [form, setForm] = useState<Form | null>(null)
  useEffect(() => setForm(read<Form>(name) ?? makeEmpty()), [name, makeEmpty])

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

/** What is stored of a form that is not open now; null when nothing is. */
export function readStoredForm<Form>(userId: string, kind: string): Partial<Form> | null {
  return read<Partial<Form>>(`${userId}:${kind}`)
}

function read<Form>(name: string): Form | null {
  try {
    const text = sessionStorage.getItem(PREFIX + name)
    return text ? (JSON.parse(text) as Form) : null
  } catch {
    return null
  }
}

function write(name: string, form: object): void {
  try {
    sessionStorage.setItem(PREFIX + name, JSON.stringify(form))
  } catch {
    // Without storage the form still works; it only does not outlive a reload.
  }
}

/** The client's name for one intent. `randomUUID` exists on secure pages only; a shop's tablet may come by plain HTTP. */
export function newIdempotencyKey(): string {
  if (crypto.randomUUID) return crypto.randomUUID()
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
