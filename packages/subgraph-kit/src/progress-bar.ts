import { SingleBar } from 'cli-progress'

const LINE_EVERY_MS = 5_000

/** Where a command shows its progress: `process.stderr`, so that its output stays clean. */
type Output = NodeJS.WritableStream & { isTTY?: boolean }

export interface ProgressBar {
  /** A total that was estimated may change. */
  update: (done: number, total?: number) => void
  stop: () => void
}

/**
 * Shows the progress of a command with counts and the time left: a bar on a terminal, elsewhere a plain line every five
 * seconds, so none of a short run.
 */
export function startProgressBar(
  title: string,
  total: number,
  { output = process.stderr, now = Date.now }: { output?: Output; now?: () => number } = {},
): ProgressBar {
  return output.isTTY ? startBar(title, total, output) : startLines(title, total, output, now)
}

function startBar(title: string, total: number, stream: Output): ProgressBar {
  const format = `${title}: {value} of {total}, {percentage} %, {eta_formatted} left {bar}`
  const bar = new SingleBar({ stream, format, barsize: 20 })
  bar.start(total, 0)
  return {
    update: (done, newTotal = bar.getTotal()) => {
      bar.setTotal(Math.max(newTotal, done))
      // Without anything done the time left is unknown.
      if (done > 0) bar.update(done)
    },
    stop: () => bar.stop(),
  }
}

function startLines(title: string, firstTotal: number, output: Output, now: () => number): ProgressBar {
  const startedAt = now()
  let lastAt = startedAt
  let total = firstTotal
  return {
    update: (done, newTotal = total) => {
      total = Math.max(newTotal, done)
      if (done === 0 || now() - lastAt < LINE_EVERY_MS) return
      lastAt = now()
      const secondsLeft = Math.ceil(((lastAt - startedAt) * (total - done)) / done / 1_000)
      const percentage = Math.floor((100 * done) / total)
      output.write(`${title}: ${done} of ${total}, ${percentage} %, ${secondsLeft} s left\n`)
    },
    stop: () => {},
  }
}
