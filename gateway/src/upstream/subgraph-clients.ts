import { isSubgraphName, type SubgraphName } from '@setrum/api-contract'
import { SubgraphHttpClient, type SubgraphHttpClientOptions, type SubgraphMetrics } from '@setrum/subgraph-client'
import { Gauge, Histogram, type Registry } from 'prom-client'
import { type GraphqlResponse, parseGraphqlResponse } from '../executor/fetch.js'

export type SubgraphClient = SubgraphHttpClient<GraphqlResponse>

/** A subgraph of a supergraph, with its routing address. */
export interface RoutedSubgraph {
  name: string
  url?: string | undefined
}

/** The HTTP clients of the subgraphs. An address of the environment takes precedence over the supergraph's. */
export class SubgraphClients {
  readonly #clients = new Map<SubgraphName, SubgraphClient>()
  readonly #urls: Partial<Record<SubgraphName, string>>
  readonly #options: Omit<SubgraphHttpClientOptions<GraphqlResponse>, 'name' | 'service' | 'url' | 'parse'>

  constructor(
    urls: Partial<Record<SubgraphName, string>>,
    options: Omit<SubgraphHttpClientOptions<GraphqlResponse>, 'name' | 'service' | 'url' | 'parse'>,
  ) {
    this.#urls = urls
    this.#options = options
  }

  /** @throws Error for a subgraph that this gateway does not know, or that has no address */
  check(subgraphs: readonly RoutedSubgraph[]): void {
    for (const subgraph of subgraphs) this.#resolve(subgraph)
  }

  /** Sends further calls to the routing addresses, unless the environment sets others. */
  move(subgraphs: readonly RoutedSubgraph[]): void {
    for (const subgraph of subgraphs) this.connect(subgraph).moveTo(this.#resolve(subgraph).url)
  }

  /** Returns the client of a subgraph. An existing one keeps its address. */
  connect(subgraph: RoutedSubgraph): SubgraphClient {
    const { name, url } = this.#resolve(subgraph)
    const existing = this.#clients.get(name)
    if (existing) return existing
    const client = new SubgraphHttpClient({
      ...this.#options,
      name,
      service: 'gateway',
      url,
      parse: parseGraphqlResponse,
    })
    this.#clients.set(name, client)
    return client
  }

  #resolve({ name, url: routingUrl }: RoutedSubgraph): { name: SubgraphName; url: string } {
    if (!isSubgraphName(name)) throw new Error(`This gateway does not know the subgraph ${name}.`)
    const url = this.#urls[name] ?? routingUrl
    if (!url) throw new Error(`There is no address for the subgraph ${name}.`)
    return { name, url }
  }

  /** @throws Error for a subgraph that the supergraph does not contain */
  get(name: string): SubgraphClient {
    const client = isSubgraphName(name) ? this.#clients.get(name) : undefined
    if (!client) throw new Error(`The supergraph has no subgraph ${name}.`)
    return client
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#clients.values()].map((client) => client.stop()))
  }
}

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
