import { type ProgressBar, startProgressBar } from '@setrum/subgraph-kit/progress-bar'
import type { RebuildDeps } from './services/rollups/rebuild-rollups.js'

const TITLES = { rows: 'columns of old sales', rollups: 'sales rollups' }

/** Shows the progress of a rebuild on the command line, one bar after the other. */
export function showRebuildProgress(): { onProgress: NonNullable<RebuildDeps['onProgress']>; stop: () => void } {
  let shown: keyof typeof TITLES | null = null
  let bar: ProgressBar | null = null
  return {
    onProgress: (step, done, total) => {
      if (shown !== step) {
        bar?.stop()
        bar = startProgressBar(TITLES[step], total)
        shown = step
      }
      bar?.update(done, total)
    },
    stop: () => bar?.stop(),
  }
}
