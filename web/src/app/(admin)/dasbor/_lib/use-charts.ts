import { useEffect, useState } from 'react'

type Charts = typeof import('../_components/charts')

let loaded: Charts | null = null
// Begun with the page's own script, and not kept waiting for by it: by the time there is something to draw it is there.
const loading =
  typeof window === 'undefined' ? null : import('../_components/charts').then((charts) => (loaded = charts))

/**
 * What charts are drawn with; null until it has come. A lazy component would show its substitute first in any case, and
 * React then leaves that for 300 ms.
 */
export function useCharts(): Charts | null {
  const [charts, setCharts] = useState(loaded)
  useEffect(() => void loading?.then(setCharts), [])
  return charts
}
