import type { Deps } from '../../context.js'

/** Who sells when: a change must hold within five seconds. */
const PEOPLE_MS = 2_000
const PRODUCTS_MS = 30_000

/** Refreshes our copies now and again and again. What cannot be refreshed stays as it was. */
export function syncReplicas({ shifts, people, products }: Deps['copies']): { stop: () => void } {
  const timers = [
    setInterval(() => void shifts.refresh(), PEOPLE_MS),
    setInterval(() => void people.refresh(), PEOPLE_MS),
    // Without a price list nothing can be sold: until there is one it is asked for as often as the rest.
    setInterval(() => {
      if (products.all().length === 0) void products.refresh()
    }, PEOPLE_MS),
    setInterval(() => void products.refresh(), PRODUCTS_MS),
  ]
  for (const copy of [shifts, people, products]) void copy.refresh()
  return {
    stop: () => {
      for (const timer of timers) clearInterval(timer)
    },
  }
}
