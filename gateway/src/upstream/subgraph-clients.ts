import { isSubgraphName, type SubgraphName } from '@setrum/api-contract'
import { SubgraphHttpClient, type SubgraphHttpClientOptions } from '@setrum/subgraph-client'
import { type GraphqlResponse, parseGraphqlResponse } from '../executor/fetch.js'

export type SubgraphClient = SubgraphHttpClient<GraphqlResponse>

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

  /**
   * Returns the client of a subgraph, which from now on uses the routing address, unless the environment sets another.
   * @throws Error for a subgraph without a client, or without an address
   */
  connect(name: string, routingUrl: string | undefined): SubgraphClient {
    if (!isSubgraphName(name)) throw new Error(`This gateway does not know the subgraph ${name}.`)
    const url = this.#urls[name] ?? routingUrl
    if (!url) throw new Error(`There is no address for the subgraph ${name}.`)
    const existing = this.#clients.get(name)
    if (existing) {
      existing.moveTo(url)
      return existing
    }
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
