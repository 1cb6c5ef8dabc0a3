import { Gauge, Histogram, type Registry } from 'prom-client'

export interface SubgraphMetrics {
  observe(labels: { subgraph: string; operation: string; outcome: string }, seconds: number): void
  setBreaker(subgraph: string, isOpen: boolean): void
}

/** What `/metrics` says about the subgraphs: how long they take, how they fail, whether they are asked at all. */
export function subgraphMetrics(registry: Registry): SubgraphMetrics {
  const durations = new Histogram({
    name: 'subgraph_request_duration_seconds',
    help: 'Requests to subgraphs by operation and outcome (ok, unreachable, timeout, malformed, status, refused, breaker)',
    labelNames: ['subgraph', 'operation', 'outcome'],
    buckets: [0.005, 0.02, 0.1, 0.5, 1.5, 10, 35],
    registers: [registry],
  })
  const breakers = new Gauge({
    name: 'subgraph_breaker_open',
    help: '1 while a subgraph is not asked because it did not answer',
    labelNames: ['subgraph'],
    registers: [registry],
  })
  return {
    observe: (labels, seconds) => durations.observe(labels, seconds),
    setBreaker: (subgraph, isOpen) => breakers.set({ subgraph }, isOpen ? 1 : 0),
  }
}
