import type { ApolloServerPlugin, BaseContext } from '@apollo/server'
import type { Logger } from '@setrum/service-runtime'
import { type GraphQLError, Kind, type OperationDefinitionNode, OperationTypeNode } from 'graphql'

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

/** The names of an operation's root fields in the schema; fragments are left out. */
export function getFieldNames({ selectionSet }: OperationDefinitionNode): string[] {
  return selectionSet.selections.flatMap((field) => (field.kind === Kind.FIELD ? field.name.value : []))
}

/**
 * Logs a mutation's field names and error codes, never its arguments. Ignores other operations.
 * @param viewer added to the line, such as role and user id
 */
export function logMutation(
  operation: OperationDefinitionNode | null | undefined,
  {
    errors,
    viewer,
    logger,
  }: { errors: readonly GraphQLError[] | undefined; viewer?: Record<string, unknown>; logger: Logger },
): void {
  if (operation?.operation !== OperationTypeNode.MUTATION) return
  const codes = errors?.map(({ extensions }) => extensions.code)
  logger.info({ event: 'graphql.mutation', fields: getFieldNames(operation), ...viewer, errors: codes }, 'mutation')
}
