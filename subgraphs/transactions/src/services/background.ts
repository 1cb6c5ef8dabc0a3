import type { Logger } from '@setrum/service-runtime'

export type Background = ReturnType<typeof createBackground>

/** Work that goes on after the response to its request; awaited when the process stops. */
export function createBackground(logger: Logger) {
  const underWay = new Set<Promise<unknown>>()
  let isDraining = false
  return {
    /** Tracks work until it is done and logs its failure. @returns the same promise */
    track: <T>(work: Promise<T>): Promise<T> => {
      underWay.add(work)
      const done = () => underWay.delete(work)
      work.then(done, (err) => {
        done()
        logger.warn({ event: 'background.failed', err }, 'work in the background failed')
      })
      return work
    },
    /** Whether the process stops: long work that can go on at the next start ends early. */
    isDraining: () => isDraining,
    drain: async (): Promise<void> => {
      isDraining = true
      while (underWay.size > 0) await Promise.allSettled(underWay)
    },
  }
}
