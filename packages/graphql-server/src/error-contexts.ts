import type { ApolloServerPlugin, BaseContext } from '@apollo/server'

/** The request context of each error, because `formatError` of Apollo Server does not receive the request. */
export class ErrorContexts<TContext extends BaseContext> {
  readonly #contexts = new WeakMap<object, TContext>()

  /** Undefined for an error outside of a request. */
  find(error: unknown): TContext | undefined {
    return typeof error === 'object' && error !== null ? this.#contexts.get(error) : undefined
  }

  plugin(): ApolloServerPlugin<TContext> {
    return {
      requestDidStart: async () => ({
        didEncounterErrors: async ({ errors, contextValue }) => {
          for (const error of errors) this.#contexts.set(error, contextValue)
        },
      }),
    }
  }
}
