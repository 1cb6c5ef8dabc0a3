import type { UseFormReturnType } from '@mantine/form'

/** What was changed in a form. Sent along untouched, the rest would undo what somebody else has changed meanwhile. */
export function changedValues<Values extends object>(form: UseFormReturnType<Values>): Partial<Values> {
  return Object.fromEntries(Object.entries(form.getValues()).filter(([name]) => form.isDirty(name))) as Partial<Values>
}
