import { setTimeout as sleep } from 'node:timers/promises'

/** Waits for a condition, not for a time: asks until the answer is neither null, undefined nor false. */
export async function waitUntil<T>(
  ask: () => Promise<T | null | undefined | false> | T | null | undefined | false,
  { within = 30_000, what = 'a condition' }: { within?: number; what?: string } = {},
): Promise<T> {
  const deadline = Date.now() + within
  for (;;) {
    const answer = await ask()
    if (answer !== null && answer !== undefined && answer !== false) return answer
    if (Date.now() > deadline) throw new Error(`waited ${within} ms in vain for ${what}`)
    await sleep(50)
  }
}
