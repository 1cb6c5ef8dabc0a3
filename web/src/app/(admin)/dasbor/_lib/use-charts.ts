import { useEffect, useState } from 'react'

type Charts = typeof import('../_components/charts')

let loaded: Charts | null = null
// Starts with the page's own script and does not block it: loaded by the time the data arrives.
const loading =
  typeof window === 'undefined' ? null : import('../_components/charts').then((charts) => (loaded = charts))

/**
 * The chart components; null until loaded. A lazy component would always render its fallback first, which React then
 * shows for at least 300 ms.
 */
export function useCharts(): Charts | null {
  const [charts, setCharts] = useState(loaded)
  useEffect(() => void loading?.then(setCharts), [])
  return charts
}
