import { createContext, useContext, useEffect } from 'react'

/** Longer than the change from a page with a sale to the next one. */
const PAGE_CHANGE_MS = 2_000

let count = 0
let closedAtMs = Number.NEGATIVE_INFINITY

/**
 * Keeps this page open at the end of the session while it makes or shows a sale: the customer still needs the token. The
 * API lets an employee read own sales for a while after the shift.
 */
export function useOpenSale(isOpen: boolean): void {
  useEffect(() => {
    if (!isOpen) return
    count += 1
    return () => {
      count -= 1
      closedAtMs = performance.now()
    }
  }, [isOpen])
}

/** Whether this page makes or shows a sale. */
export function hasOpenSale(): boolean {
  return count > 0 || performance.now() - closedAtMs < PAGE_CHANGE_MS
}

/** Whether the session is over and the page only shows its sale. */
export const SessionOverContext = createContext(false)
export const useIsSessionOver = () => useContext(SessionOverContext)
