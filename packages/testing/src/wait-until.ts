import { setTimeout as sleep } from 'node:timers/promises'

/** Waits for a condition, not for a time: polls until the value is neither null, undefined nor false. */
export async function waitUntil<T>(
  poll: () => Promise<T | null | undefined | false> | T | null | undefined | false,
  { within = 30_000, what = 'a condition' }: { within?: number; what?: string } = {},
): Promise<T> {
  const deadline = Date.now() + within
  for (;;) {
    const value = await poll()
    if (value !== null && value !== undefined && value !== false) return value
    if (Date.now() > deadline) throw new Error(`waited ${within} ms in vain for ${what}`)
    await sleep(50)
  }
}
