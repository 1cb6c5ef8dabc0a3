import type { ApolloServerPlugin, BaseContext } from '@apollo/server'
import type { Logger } from '@setrum/service-runtime'
import { Kind, type OperationDefinitionNode, OperationTypeNode } from 'graphql'

/** The request context of each error, because `formatError` of Apollo Server does not receive the request. */
export class ErrorContexts<TContext extends BaseContext> {
  readonly #contexts = new WeakMap<object, TContext>()
  readonly #ofMutations = new WeakSet<object>()

  /** Undefined for an error outside of a request. */
  find(error: unknown): TContext | undefined {
    return typeof error === 'object' && error !== null ? this.#contexts.get(error) : undefined
  }

  /** Whether the error occurred in a mutation, which may have changed something. */
  isOfMutation(error: unknown): boolean {
    return typeof error === 'object' && error !== null && this.#ofMutations.has(error)
  }

  plugin(): ApolloServerPlugin<TContext> {
    return {
      requestDidStart: async () => ({
        didEncounterErrors: async ({ errors, contextValue, operation }) => {
          for (const error of errors) {
            this.#contexts.set(error, contextValue)
            if (operation?.operation === OperationTypeNode.MUTATION) this.#ofMutations.add(error)
          }
        },
      }),
    }
  }
}

/** The names of an operation's root fields in the schema; fragments are left out. */
export function getFieldNames({ selectionSet }: OperationDefinitionNode): string[] {
  return selectionSet.selections.flatMap((field) => (field.kind === Kind.FIELD ? field.name.value : []))
}

/**
 * Logs each mutation's field names and error codes, never its arguments.
 * @param describeCaller adds to the line, such as role and user id
 */
export function logMutations<TContext extends BaseContext & { requestId: string }>(
  logger: Logger,
  describeCaller: (context: TContext) => Record<string, unknown> = () => ({}),
): ApolloServerPlugin<TContext> {
  // The line has no field that is redacted, and looking for them takes ten times as long as writing it.
  const plainLogger = logger.child({}, { redact: [] })
  return {
    requestDidStart: async () => ({
      willSendResponse: async ({ operation, errors, contextValue }) => {
        if (operation?.operation !== OperationTypeNode.MUTATION) return
        plainLogger.info(
          {
            event: 'graphql.mutation',
            requestId: contextValue.requestId,
            fields: getFieldNames(operation),
            ...describeCaller(contextValue),
            errors: errors?.map(({ extensions }) => extensions.code),
          },
          'mutation',
        )
      },
    }),
  }
}
