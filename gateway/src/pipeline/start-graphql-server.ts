import { ApolloServer, type ApolloServerPlugin } from '@apollo/server'
import { ApolloServerPluginLandingPageDisabled } from '@apollo/server/plugin/disabled'
import type { Audience } from '@setrum/identity'
import type { Logger } from '@setrum/service-runtime'
import { GraphQLError, type GraphQLFormattedError, getOperationAST, Kind, OperationTypeNode } from 'graphql'
import { requireSession } from '../auth/require-session.js'
import { type ClientAnswer, clientAnswer } from '../degradation/client-response.js'
import { clientError } from '../errors/format-error.js'
import { unavailableWords } from '../errors/unavailable-error.js'
import { asApolloGateway, createSupergraphExecutor, type SupergraphRequest } from '../executor/index.js'
import { LIMITS, limitRules } from '../limits/document-limits.js'
import { limitApiKeys } from '../limits/limit-api-keys.js'
import type { RateLimit } from '../limits/rate-limit.js'
import { inRequestSpan } from '../observability/request-span.js'
import type { DataSource } from '../upstream/subgraph-data-source.js'
import type { GatewayContext } from './gateway-context.js'
import { Operations } from './request-handler.js'
import type { SharedAnswers } from './response-cache.js'

/** Who sends a wrong document learns this much of what is wrong with it. */
const MAX_ERRORS = 10

export interface GraphOptions {
  supergraphSdl: string
  shared: SharedAnswers
  dataSources: Readonly<Record<Audience, DataSource>>
  isProduction: boolean
  hasIntrospection: boolean
  /** Null for no limit. */
  rateLimit: RateLimit | null
  logger: Logger
}

export interface Graph {
  /** For what is as it should be. */
  operations: Operations
  /** For everything else. */
  apollo: ApolloServer<GatewayContext>
}

/** The graph over the committed supergraph: it starts whatever subgraphs are down. */
export async function startGraph(options: GraphOptions): Promise<Graph> {
  const { supergraphSdl, shared, dataSources, isProduction, hasIntrospection, rateLimit, logger } = options
  const requests = new WeakMap<object, GatewayContext>()
  const executor = createSupergraphExecutor<GatewayContext>({
    supergraphSdl,
    fetchSubgraph: (call) => dataSourceOf(dataSources, call.subgraph).fetch(call),
    onSubgraphFailure: ({ subgraph, reason, cause, context }) => {
      // What did not arrive at all was logged where it was sent.
      if (reason === 'wrong-shape' || reason === 'other-entity')
        context.logger.warn({ subgraph, reason, detail: String(cause) }, 'a subgraph answered otherwise than asked')
    },
    failureWords: (subgraph, { language, changes }) =>
      unavailableWords(subgraph, { language, isUnknown: subgraph === changes }),
  })
  const since = (name: string) => dataSourceOf(dataSources, name).failingSince
  const runner = {
    apiSchema: executor.apiSchema,
    supergraphSdl,
    execute: async (request: SupergraphRequest<GatewayContext>) => {
      const { viewer, language } = request.context
      const { document, operationName, variables } = request
      const answer = await inRequestSpan(request, () =>
        shared.answer({ viewer, language, document, operationName, variables }, async () =>
          clientAnswer(await executor.execute(request), { language, since }),
        ),
      )
      logMutation(request, answer)
      return answer
    },
  }
  const apollo = new ApolloServer<GatewayContext>({
    gateway: asApolloGateway(runner),
    introspection: hasIntrospection,
    parseOptions: { maxTokens: LIMITS.tokens },
    validationRules: limitRules,
    validationOptions: { maxErrors: MAX_ERRORS },
    hideSchemaDetailsFromClientErrors: isProduction,
    includeStacktraceInErrorResponses: false,
    csrfPrevention: true,
    persistedQueries: false,
    allowBatchedHttpRequests: false,
    stopOnTerminationSignals: false,
    plugins: [
      // Apollo's own page loads from elsewhere.
      ApolloServerPluginLandingPageDisabled(),
      rememberRequests(requests),
      requireSession(),
      limitApiKeys(),
      ...(rateLimit ? [rateLimit.plugin()] : []),
    ],
    formatError: (formatted, error) => {
      const context = typeof error === 'object' && error !== null ? requests.get(error) : undefined
      return format(formatted, error, { context, isProduction, logger })
    },
    logger,
  })
  await apollo.start()
  const operations = new Operations({
    schema: executor.apiSchema,
    hasIntrospection,
    execute: ({ document, operationName, variables, context }) =>
      runner.execute({ document, operationName, variables, context }),
    format: (error, context) => format(error.toJSON(), error, { context, isProduction, logger }),
    allows: async (document, context) => !rateLimit || rateLimit.allows(document, context),
  })
  return { operations, apollo }
}

/** A line for everything that changes something: what was asked by its name in the schema, never with what. */
function logMutation(
  { document, operationName, context }: SupergraphRequest<GatewayContext>,
  { errors }: ClientAnswer,
): void {
  const operation = getOperationAST(document, operationName)
  if (operation?.operation !== OperationTypeNode.MUTATION) return
  const fields = operation.selectionSet.selections.flatMap((field) =>
    field.kind === Kind.FIELD ? field.name.value : [],
  )
  const { viewer } = context
  const userId = 'userId' in viewer ? viewer.userId : undefined
  const codes = errors?.map(({ extensions }) => extensions.code)
  context.logger.info({ fields, role: viewer.role, userId, errors: codes }, 'mutation')
}

function dataSourceOf(dataSources: Readonly<Record<Audience, DataSource>>, name: string): DataSource {
  if (name === 'users' || name === 'master' || name === 'transactions') return dataSources[name]
  throw new Error(`the supergraph has a subgraph ${name} that the gateway knows no way to`)
}

/** Apollo's formatError does not see the request; this remembers for each error which request it belongs to. */
function rememberRequests(requests: WeakMap<object, GatewayContext>): ApolloServerPlugin<GatewayContext> {
  return {
    requestDidStart: async () => ({
      didEncounterErrors: async ({ errors, contextValue }) => {
        for (const error of errors) requests.set(error, contextValue)
      },
    }),
  }
}

interface Formatting {
  context: GatewayContext | undefined
  isProduction: boolean
  logger: Logger
}

function format(
  formatted: GraphQLFormattedError,
  error: unknown,
  { context, isProduction, logger }: Formatting,
): GraphQLFormattedError {
  const requestId = context?.requestId ?? ''
  return clientError(
    formatted,
    { isProduction },
    {
      language: context?.language ?? 'id',
      requestId,
      onMasked: ({ message, path, extensions }) =>
        (context?.logger ?? logger).error(
          {
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
