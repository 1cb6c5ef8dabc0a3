import type { UseFormReturnType } from '@mantine/form'

// Rules that can be checked before a form is sent. The API checks all of them again.
export const isPhone = (text: string) => /^\+?\d{9,15}$/.test(text.replace(/[\s-]/g, ''))
export const isEmail = (text: string) => /^\S+@\S+\.\S+$/.test(text.trim())

/** The API also refuses common passwords. */
export function hasPasswordLength(password: string): boolean {
  const { length } = [...password]
  return length >= 8 && length <= 128
}

/** The changed fields of a form. Sending unchanged ones would undo another user's changes. */
export function changedValues<Values extends object>(form: UseFormReturnType<Values>): Partial<Values> {
  return Object.fromEntries(Object.entries(form.getValues()).filter(([name]) => form.isDirty(name))) as Partial<Values>
}
