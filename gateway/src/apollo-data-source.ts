import type { GraphQLDataSource, GraphQLDataSourceProcessOptions } from '@apollo/gateway'
import { parse } from 'graphql'
import type { GatewayContext } from './context.js'
import type { DataSource } from './data-source.js'

/** Lets Apollo's executor fetch through our data source. */
export class ApolloDataSource implements GraphQLDataSource<GatewayContext & Record<string, unknown>> {
  readonly #dataSource: DataSource

  constructor(dataSource: DataSource) {
    this.#dataSource = dataSource
  }

  async process(options: GraphQLDataSourceProcessOptions<GatewayContext & Record<string, unknown>>) {
    if (!('incomingRequestContext' in options)) throw new Error('only what clients ask is sent through here')
    return this.#dataSource.fetch(
      {
        document: options.document ?? parse(options.request.query ?? ''),
        variables: options.request.variables ?? {},
        at: options.pathInIncomingRequest ?? [],
      },
      options.incomingRequestContext.context,
    )
  }
}
