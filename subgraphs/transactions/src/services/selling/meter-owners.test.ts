import { expect, test, vi } from 'vitest'
import { createMeterOwners } from './meter-owners.js'

test('an inquiry response about another customer is an alert with the masked number', async () => {
  const alert = vi.fn()
  const owners = createMeterOwners({
    biller: { inquirePln: async () => ({ kind: 'UNAVAILABLE', code: null, cause: 'another', isAboutAnother: true }) },
    now: () => new Date(),
    alert,
  })
  await expect(owners.of('14112345688')).rejects.toMatchObject({ code: 'BILLER_UNAVAILABLE' })
  expect(alert).toHaveBeenCalledExactlyOnceWith('biller.response.other_sale', { number: '141******88' })
})
