import type { UseFormReturnType } from '@mantine/form'
import { readPhoneNumber } from '@setrum/units'

// Rules that can be checked before a form is sent. The API checks all of them again.
export const isPhone = (text: string) => readPhoneNumber(text) !== null
export const isEmail = (text: string) => /^\S+@\S+\.\S+$/.test(text.trim())

/** The API also refuses common passwords. */
export function hasPasswordLength(password: string): boolean {
  const { length } = [...password]
  return length >= 8 && length <= 128
}

/**
 * Checks a field only after a change: a value of the old system that a newer rule refuses must not keep the other fields
 * from being saved.
 */
export function unlessEqual(given: string, rule: (text: string) => string | null): (text: string) => string | null {
  return (text) => (text === given ? null : rule(text))
}

/** The changed fields of a form. Sending unchanged ones would undo another user's changes. */
export function changedValues<Values extends object>(form: UseFormReturnType<Values>): Partial<Values> {
  return Object.fromEntries(Object.entries(form.getValues()).filter(([name]) => form.isDirty(name))) as Partial<Values>
}
