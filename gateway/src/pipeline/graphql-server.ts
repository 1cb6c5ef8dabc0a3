import { ApolloServer, type ApolloServerPlugin } from '@apollo/server'
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled'
import type { Language } from '@setrum/api-contract'
import { ErrorContexts, logMutations } from '@setrum/graphql-server'
import type { Logger } from '@setrum/service-runtime'
import { GraphQLError, type GraphQLFormattedError, type GraphQLSchema } from 'graphql'
import { limitApiKeys, requireSession } from '../auth/restrict-operations.js'
import { formatError } from '../errors/format-error.js'
import { DOCUMENT_LIMITS, documentLimitRules, limitVariables } from '../limits/document-limits.js'
import type { RateLimit } from '../limits/rate-limit.js'
import type { SupergraphGateway } from '../supergraph/supergraph-gateway.js'
import { DocumentStore } from './document-store.js'
import type { GatewayContext } from './gateway-context.js'
import { applyPersistedDocument } from './persisted-documents.js'

/** Limits the size of the response to an invalid document. */
const MAX_VALIDATION_ERRORS = 10

export interface GraphqlServerOptions {
  gateway: SupergraphGateway
  isProduction: boolean
  hasIntrospection: boolean
  /** Null without a limit. */
  rateLimit: RateLimit | null
  logger: Logger
}

export type FormatClientError = (
  formatted: GraphQLFormattedError,
  error: unknown,
  context: { language: Language; requestId: string; logger: Logger },
) => GraphQLFormattedError

export interface GraphqlServer {
  apollo: ApolloServer<GatewayContext>
  /** Formats an error that occurred before the request had a context. */
  formatForClient: FormatClientError
}

/** Starts Apollo Server, which handles every GraphQL request. No subgraph needs to be available. */
export async function startGraphqlServer({
  gateway,
  isProduction,
  hasIntrospection,
  rateLimit,
  logger,
}: GraphqlServerOptions): Promise<GraphqlServer> {
  const getRules = (schema: GraphQLSchema) => gateway.getRules(schema)
  const errorContexts = new ErrorContexts<GatewayContext>()
  const formatForClient: FormatClientError = (formatted, error, { language, requestId, logger: requestLogger }) =>
    formatError(
      formatted,
      { isProduction },
      {
        language,
        requestId,
        onMasked: ({ message, path, extensions }) =>
          requestLogger.error(
            {
              event: 'graphql.error_masked',
              err: error instanceof GraphQLError ? error.originalError : error,
              requestId,
              reason: message,
              path,
              code: extensions?.code,
            },
            'an error was masked',
          ),
      },
    )
  const apollo = new ApolloServer<GatewayContext>({
    gateway,
    introspection: hasIntrospection,
    documentStore: new DocumentStore(),
    parseOptions: { maxTokens: DOCUMENT_LIMITS.tokens },
    validationRules: documentLimitRules,
    validationOptions: { maxErrors: MAX_VALIDATION_ERRORS },
    hideSchemaDetailsFromClientErrors: isProduction,
    includeStacktraceInErrorResponses: false,
    csrfPrevention: true,
    persistedQueries: false,
    allowBatchedHttpRequests: false,
    stopOnTerminationSignals: false,
    stringifyResult: async (result) => JSON.stringify(result),
    plugins: [
      // Apollo's landing page loads scripts from other hosts.
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginCacheControlDisabled(),
      errorContexts.plugin(),
      ignoreEmptyOperationName(),
      applyPersistedDocument(),
      limitVariables(),
      requireSession(getRules),
      limitApiKeys(getRules),
      ...(rateLimit ? [rateLimit.plugin()] : []),
      logMutations(({ viewer }) => ({ role: viewer.role, userId: 'userId' in viewer ? viewer.userId : undefined })),
    ],
    formatError: (formatted, error) => {
      const context = errorContexts.find(error)
      // Only the route knows the request of an error without a context.
      if (!context) return formatted
      context.formatting.isDone = true
      return formatForClient(formatted, error, context)
    },
    logger,
  })
  await apollo.start()
  return { apollo, formatForClient }
}

/** Some clients send an empty name for none. */
function ignoreEmptyOperationName(): ApolloServerPlugin {
  return {
    requestDidStart: async ({ request }) => {
      if (request.operationName === '') delete request.operationName
    },
  }
}
