import { setTimeout as sleep } from 'node:timers/promises'

/** Polls come this soon at first; then less often, because each of them is work for the system under test. */
const FIRST_POLL_MS = 20
const MAX_POLL_MS = 200

/** Waits for a condition, not for a time: polls until the value is neither null, undefined nor false. */
export async function waitUntil<T>(
  poll: () => Promise<T | null | undefined | false> | T | null | undefined | false,
  { within = 30_000, what = 'a condition' }: { within?: number; what?: string } = {},
): Promise<T> {
  const deadline = Date.now() + within
  for (let pollMs = FIRST_POLL_MS; ; pollMs = Math.min(pollMs * 1.3, MAX_POLL_MS)) {
    const value = await poll()
    if (value !== null && value !== undefined && value !== false) return value
    if (Date.now() > deadline) throw new Error(`waited ${within} ms in vain for ${what}`)
    await sleep(pollMs)
  }
}
