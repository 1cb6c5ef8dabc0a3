import type { ApolloServerPlugin } from '@apollo/server'
import type { GatewayContext, Loss, Stale } from './context.js'
import { internalError } from './errors.js'

/**
 * The last look at an answer: what it lacks is listed, and no answer is empty without an error that says so. The
 * executor reports a null in a place where none may be only among its extensions, under names of the schema.
 */
export function completeAnswer(): ApolloServerPlugin<GatewayContext> {
  return {
    requestDidStart: async () => ({
      willSendResponse: async ({ contextValue, response, operation }) => {
        if (response.body.kind !== 'single') return
        const { singleResult } = response.body
        const { valueCompletion, ...extensions } = singleResult.extensions ?? {}
        if (valueCompletion)
          contextValue.logger.warn({ valueCompletion }, 'a subgraph left out what the schema promises')
        const hasErrors = (singleResult.errors?.length ?? 0) > 0
        if (operation && !singleResult.data && !hasErrors) singleResult.errors = [internalError(contextValue)]
        const { losses, stale } = contextValue
        if (losses.length > 0) extensions.degraded = degraded(losses)
        if (stale.length > 0) extensions.stale = stale.map(toStale)
        if (Object.keys(extensions).length > 0) singleResult.extensions = extensions
        else delete singleResult.extensions
      },
    }),
  }
}

function degraded(losses: readonly Loss[]): { subgraph: string; paths: string[]; since: string }[] {
  const subgraphs = [...new Set(losses.map(({ subgraph }) => subgraph))]
  return subgraphs.map((subgraph) => {
    const own = losses.filter((loss) => loss.subgraph === subgraph)
    const since = Math.min(...own.map((loss) => loss.since.getTime()))
    return {
      subgraph,
      paths: [...new Set(own.flatMap(({ paths }) => paths))],
      since: new Date(since).toISOString(),
    }
  })
}

function toStale({ subgraph, paths, asOf }: Stale): { subgraph: string; paths: readonly string[]; asOf: string } {
  return { subgraph, paths, asOf: asOf.toISOString() }
}
