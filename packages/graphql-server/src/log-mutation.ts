import type { ApolloServerPlugin, BaseContext } from '@apollo/server'
import type { Logger } from '@setrum/service-runtime'
import { Kind, type OperationDefinitionNode, OperationTypeNode } from 'graphql'

/** The names of an operation's root fields in the schema; fragments are left out. */
export function getFieldNames({ selectionSet }: OperationDefinitionNode): string[] {
  return selectionSet.selections.flatMap((field) => (field.kind === Kind.FIELD ? field.name.value : []))
}

/**
 * Logs each mutation's field names and error codes, never its arguments.
 * @param describeCaller adds to the line, such as role and user id
 */
export function logMutations<TContext extends BaseContext & { logger: Logger }>(
  describeCaller: (context: TContext) => Record<string, unknown> = () => ({}),
): ApolloServerPlugin<TContext> {
  return {
    requestDidStart: async () => ({
      willSendResponse: async ({ operation, errors, contextValue }) => {
        if (operation?.operation !== OperationTypeNode.MUTATION) return
        const codes = errors?.map(({ extensions }) => extensions.code)
        contextValue.logger.info(
          {
            event: 'graphql.mutation',
            fields: getFieldNames(operation),
            ...describeCaller(contextValue),
            errors: codes,
          },
          'mutation',
        )
      },
    }),
  }
}
