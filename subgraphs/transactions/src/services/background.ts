import type { Logger } from '@setrum/service-runtime'

export type Background = ReturnType<typeof createBackground>

/** Work that goes on after its request was answered; waited for when the process stops. */
export function createBackground(logger: Logger) {
  const underWay = new Set<Promise<unknown>>()
  return {
    /** Remembers work until it is done; a fault in it is logged. @returns the same work */
    track: <T>(work: Promise<T>): Promise<T> => {
      underWay.add(work)
      const done = () => underWay.delete(work)
      work.then(done, (err) => {
        done()
        logger.warn({ err }, 'work in the background failed')
      })
      return work
    },
    drain: async (): Promise<void> => {
      while (underWay.size > 0) await Promise.allSettled(underWay)
    },
  }
}
