import { CombinedGraphQLErrors } from '@apollo/client/errors'
import { expect, test, vi } from 'vitest'
import { formFailure, showAtField } from './form-refusal'

const refusalOf = (field: string) =>
  new CombinedGraphQLErrors({
    data: null,
    errors: [{ message: 'Email ini sudah dipakai.', extensions: { code: 'CONFLICT', field } }],
  })

function makeForm() {
  const setFieldError = vi.fn()
  const getInputNode = vi.fn(() => null)
  return { getValues: () => ({ email: 'siti@setrum.test' }), getInputNode, setFieldError }
}

test('a refusal that names a field of the form is shown at the field only', () => {
  const form = makeForm()
  showAtField(form, refusalOf('email'))
  expect(form.setFieldError).toHaveBeenCalledWith('email', 'Email ini sudah dipakai.')
  expect(form.getInputNode).toHaveBeenCalledWith('email')
  expect(formFailure(form, refusalOf('email'))).toBeNull()
})

test.each(['currentPassword', 'toString'])(
  'a refusal of %s, which the form does not have, is shown above the form',
  (field) => {
    const form = makeForm()
    showAtField(form, refusalOf(field))
    expect(form.setFieldError).not.toHaveBeenCalled()
    expect(formFailure(form, refusalOf(field))).toMatchObject({ kind: 'error', code: 'CONFLICT' })
  },
)
