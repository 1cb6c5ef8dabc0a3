// `npm test` repeats one seed, so that no run fails by chance; the nightly workflow sets another one each night. A failed
// property names its seed.
//   TEST_SEED    a whole number        TEST_RUNS_SCALE    so many times as many runs of each property

const readNumber = (name: string, fallback: number): number => {
  const value = Number(process.env[name] || fallback)
  if (!Number.isInteger(value) || value < 1) throw new Error(`${name} must be a whole number above 0.`)
  return value
}

export const TEST_SEED = readNumber('TEST_SEED', 20_261_130)
const RUNS_SCALE = readNumber('TEST_RUNS_SCALE', 1)

/** Options of fast-check for a property with so many runs in `npm test`. */
export function propertyRuns(runs: number): { seed: number; numRuns: number } {
  return { seed: TEST_SEED, numRuns: runs * RUNS_SCALE }
}

/** Numbers from 0 up to 1, the same after each call (mulberry32). */
export function makeRandom(seed: number = TEST_SEED): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
