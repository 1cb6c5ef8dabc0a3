import type { SubgraphMetrics } from '@setrum/subgraph-client'
import { Gauge, Histogram, type Registry } from 'prom-client'

/** Metrics of subgraph calls: durations, outcomes and open circuits. */
export function createSubgraphMetrics(registry: Registry): SubgraphMetrics {
  const durations = new Histogram({
    name: 'subgraph_request_duration_seconds',
    help: 'Requests to subgraphs by operation and outcome (ok, unreachable, timeout, malformed, status, refused, aborted, breaker)',
    labelNames: ['subgraph', 'operation', 'outcome'],
    buckets: [0.005, 0.02, 0.1, 0.5, 1.5, 10, 35],
    registers: [registry],
  })
  const openCircuits = new Gauge({
    name: 'subgraph_breaker_open',
    help: '1 while the circuits to all instances of a subgraph are open',
    labelNames: ['subgraph'],
    registers: [registry],
  })
  return {
    observe: (labels, seconds) => durations.observe(labels, seconds),
    setCircuitOpen: (subgraph, isOpen) => openCircuits.set({ subgraph }, isOpen ? 1 : 0),
  }
}
