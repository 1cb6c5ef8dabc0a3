import { ApolloServer, type ApolloServerPlugin } from '@apollo/server'
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled'
import type { Language } from '@setrum/api-contract'
import { ErrorContexts, logMutations } from '@setrum/graphql-server'
import type { Logger } from '@setrum/service-runtime'
import { type DocumentNode, GraphQLError, type GraphQLFormattedError, type GraphQLSchema } from 'graphql'
import { LRUCache } from 'lru-cache'
import { restrictOperations } from '../auth/restrict-operations.js'
import { formatError } from '../errors/format-error.js'
import { DOCUMENT_LIMITS, documentLimitRules, limitVariables } from '../limits/document-limits.js'
import type { RateLimit } from '../limits/rate-limit.js'
import type { SupergraphGateway } from '../supergraph/supergraph-gateway.js'
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
  /** Called for each error that a client gets. */
  countError: (code: string) => void
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
  countError,
  logger,
}: GraphqlServerOptions): Promise<GraphqlServer> {
  const getRules = (schema: GraphQLSchema) => gateway.getRules(schema)
  const errorContexts = new ErrorContexts<GatewayContext>()
  const formatForClient: FormatClientError = (formatted, error, { language, requestId, logger: requestLogger }) => {
    const result = formatError(
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
    countError(String(result.extensions?.code))
    return result
  }
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
      restrictOperations(getRules),
      ...(rateLimit ? [rateLimit.plugin()] : []),
      logMutations(logger, ({ viewer }) => ({
        role: viewer.role,
        userId: 'userId' in viewer ? viewer.userId : undefined,
      })),
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

/** As many entries as cached plans, limited in bytes: the web app's documents take less than one million. */
const MAX_DOCUMENTS = 1_000
const MAX_BYTES = 16_000_000
/** Measured: a token with its share of AST nodes and locations. */
const BYTES_PER_TOKEN = 500

/** Parsed and valid documents of Apollo Server. Its own store does not count the memory of tokens and comments. */
export class DocumentStore {
  readonly #documents = new LRUCache<string, DocumentNode>({
    max: MAX_DOCUMENTS,
    maxSize: MAX_BYTES,
    sizeCalculation: estimateSizeBytes,
  })

  async get(key: string): Promise<DocumentNode | undefined> {
    return this.#documents.get(key)
  }

  async set(key: string, document: DocumentNode): Promise<void> {
    this.#documents.set(key, document)
  }

  async delete(key: string): Promise<boolean> {
    return this.#documents.delete(key)
  }
}

/** Approximate memory of a parsed document. Comments are tokens too, and the parser's limit does not count them. */
function estimateSizeBytes({ loc }: DocumentNode): number {
  let tokens = 1
  for (let token = loc?.startToken; token; token = token.next ?? undefined) tokens += 1
  return 2 * (loc?.source.body.length ?? 0) + BYTES_PER_TOKEN * tokens
}
