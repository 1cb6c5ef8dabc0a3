import { ApolloServer } from '@apollo/server'
import { ApolloServerPluginLandingPageDisabled } from '@apollo/server/plugin/disabled'
import { isSubgraphName } from '@setrum/api-contract'
import { ErrorContexts, logMutation } from '@setrum/graphql-server'
import type { Audience } from '@setrum/identity'
import type { Logger } from '@setrum/service-runtime'
import { GraphQLError, type GraphQLFormattedError, getOperationAST } from 'graphql'
import { requireSession } from '../auth/require-session.js'
import { toClientResponse } from '../degradation/client-response.js'
import { formatError } from '../errors/format-error.js'
import { unavailableError } from '../errors/unavailable-error.js'
import { createSupergraphExecutor, type SupergraphRequest, toApolloGateway } from '../executor/index.js'
import { DOCUMENT_LIMITS, documentLimitRules } from '../limits/document-limits.js'
import { limitApiKeys } from '../limits/limit-api-keys.js'
import type { RateLimit } from '../limits/rate-limit.js'
import { runInRequestSpan } from '../observability/request-span.js'
import type { SubgraphDataSource } from '../upstream/subgraph-data-source.js'
import type { GatewayContext } from './gateway-context.js'
import { RequestHandler } from './request-handler.js'
import type { ResponseCache } from './response-cache.js'

/** Limits the size of the response to an invalid document. */
const MAX_VALIDATION_ERRORS = 10

export interface GraphqlServerOptions {
  supergraphSdl: string
  responseCache: ResponseCache
  dataSources: Readonly<Record<Audience, SubgraphDataSource>>
  isProduction: boolean
  hasIntrospection: boolean
  /** Null without a limit. */
  rateLimit: RateLimit | null
  logger: Logger
}

export interface GraphqlServer {
  /** Handles regular requests. */
  requestHandler: RequestHandler
  /** Handles all other requests. */
  apollo: ApolloServer<GatewayContext>
}

/** Starts the graph from the composed supergraph. No subgraph needs to be available. */
export async function startGraphqlServer(options: GraphqlServerOptions): Promise<GraphqlServer> {
  const { supergraphSdl, responseCache, dataSources, isProduction, hasIntrospection, rateLimit, logger } = options
  const errorContexts = new ErrorContexts<GatewayContext>()
  const executor = createSupergraphExecutor<GatewayContext>({
    supergraphSdl,
    fetchSubgraph: (call) => getDataSource(dataSources, call.subgraph).fetch(call),
    onSubgraphFailure: ({ subgraph, reason, cause, context }) => {
      // The subgraph client has already logged calls without a response.
      if (reason === 'invalid-response' || reason === 'entity-mismatch')
        context.logger.warn(
          { event: 'subgraph.invalid_response', subgraph, reason, detail: String(cause) },
          'a subgraph returned an invalid response',
        )
    },
    describeFailure: (subgraph, { language, mutatedSubgraph }) =>
      unavailableError(subgraph, { language, isOutcomeUnknown: subgraph === mutatedSubgraph }),
  })
  const getFailingSince = (name: string) => getDataSource(dataSources, name).failingSince
  const runner = {
    apiSchema: executor.apiSchema,
    supergraphSdl,
    execute: async (request: SupergraphRequest<GatewayContext>) => {
      const { viewer, language } = request.context
      const { document, operationName, variables } = request
      const response = await runInRequestSpan(request, () =>
        responseCache.execute({ viewer, language, document, operationName, variables }, async () =>
          toClientResponse(await executor.execute(request), { language, getFailingSince }),
        ),
      )
      logMutation(getOperationAST(document, operationName), {
        errors: response.errors,
        viewer: { role: viewer.role, userId: 'userId' in viewer ? viewer.userId : undefined },
        logger: request.context.logger,
      })
      return response
    },
  }
  const apollo = new ApolloServer<GatewayContext>({
    gateway: toApolloGateway(runner),
    introspection: hasIntrospection,
    parseOptions: { maxTokens: DOCUMENT_LIMITS.tokens },
    validationRules: documentLimitRules,
    validationOptions: { maxErrors: MAX_VALIDATION_ERRORS },
    hideSchemaDetailsFromClientErrors: isProduction,
    includeStacktraceInErrorResponses: false,
    csrfPrevention: true,
    persistedQueries: false,
    allowBatchedHttpRequests: false,
    stopOnTerminationSignals: false,
    plugins: [
      // Apollo's landing page loads scripts from other hosts.
      ApolloServerPluginLandingPageDisabled(),
      errorContexts.plugin(),
      requireSession(),
      limitApiKeys(),
      ...(rateLimit ? [rateLimit.plugin()] : []),
    ],
    formatError: (formatted, error) => {
      return formatForClient(formatted, error, { context: errorContexts.find(error), isProduction, logger })
    },
    logger,
  })
  await apollo.start()
  const requestHandler = new RequestHandler({
    schema: executor.apiSchema,
    hasIntrospection,
    execute: ({ document, operationName, variables, context }) =>
      runner.execute({ document, operationName, variables, context }),
    format: (error, context) => formatForClient(error.toJSON(), error, { context, isProduction, logger }),
    consumeRateLimit: async (document, context) => !rateLimit || rateLimit.consume(document, context),
  })
  return { requestHandler, apollo }
}

function getDataSource(dataSources: Readonly<Record<Audience, SubgraphDataSource>>, name: string): SubgraphDataSource {
  if (isSubgraphName(name)) return dataSources[name]
  throw new Error(`the supergraph has a subgraph ${name} that has no data source`)
}

interface FormattingContext {
  context: GatewayContext | undefined
  isProduction: boolean
  logger: Logger
}

function formatForClient(
  formatted: GraphQLFormattedError,
  error: unknown,
  { context, isProduction, logger }: FormattingContext,
): GraphQLFormattedError {
  const requestId = context?.requestId ?? ''
  return formatError(
    formatted,
    { isProduction },
    {
      language: context?.language ?? 'id',
      requestId,
      onMasked: ({ message, path, extensions }) =>
        (context?.logger ?? logger).error(
          {
            event: 'graphql.error_masked',
            err: error instanceof GraphQLError ? error.originalError : error,
            reason: message,
            path,
            code: extensions?.code,
          },
          'an error was masked',
        ),
    },
  )
}
