import type { ErrorLike } from '@apollo/client'
import type { FormErrors, UseFormReturnType } from '@mantine/form'
import { type Failure, readFailure } from './graph/failure'

type Form<Values> = Pick<UseFormReturnType<Values>, 'getValues' | 'getInputNode' | 'setFieldError'>

/** Focuses the first refused field of the page, which scrolls it into view. For `form.onSubmit`. */
export function focusFirstError<Values>({ getInputNode }: Pick<Form<Values>, 'getInputNode'>) {
  return (errors: FormErrors) => {
    const fields = Object.keys(errors).map((path) => getInputNode(path))
    const [first] = fields
      .filter((it) => it !== null)
      .sort((a, b) => (a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_PRECEDING ? 1 : -1))
    first?.focus()
  }
}

/** Shows the API's refusal at the field that it names, and focuses the field. */
export function showAtField<Values>(form: Form<Values>, error: ErrorLike | undefined): void {
  const refusal = fieldRefusal(form, readFailure(error))
  if (!refusal) return
  form.setFieldError(refusal.field, refusal.message)
  form.getInputNode(refusal.field)?.focus()
}

/** The failure to show above the form: null when it is shown at a field. */
export function formFailure<Values>(form: Form<Values>, error: ErrorLike | undefined): Failure | null {
  const failure = readFailure(error)
  return fieldRefusal(form, failure) ? null : failure
}

function fieldRefusal<Values>({ getValues }: Form<Values>, failure: Failure | null) {
  if (failure?.kind !== 'error') return null
  const { field } = failure.details
  const isOfForm = typeof field === 'string' && Object.keys(Object(getValues())).includes(field)
  return isOfForm ? { field, message: failure.message } : null
}
