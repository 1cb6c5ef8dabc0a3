import {
  type DocumentNode,
  type GraphQLError,
  type GraphQLFormattedError,
  type GraphQLSchema,
  getOperationAST,
  NoSchemaIntrospectionCustomRule,
  parse,
  specifiedRules,
  type ValidationRule,
  validate,
} from 'graphql'
import { LRUCache } from 'lru-cache'
import type { ClientResponse } from '../degradation/client-response.js'
import { DOCUMENT_LIMITS, documentLimitRules } from '../limits/document-limits.js'
import type { GatewayContext } from './gateway-context.js'

/** As many entries as cached plans, limited in bytes: the web app's documents take less than one million. */
const DOCUMENT_CACHE_OPTIONS = { max: 1_000, maxSize: 16_000_000, sizeCalculation: estimateSizeBytes }
/** Measured: a token with its share of AST nodes and locations. */
const BYTES_PER_TOKEN = 500

export interface GraphqlOperation {
  document: DocumentNode
  operationName: string | null | undefined
  variables: Record<string, unknown> | null | undefined
  context: GatewayContext
}

export interface RequestHandlerOptions {
  schema: GraphQLSchema
  hasIntrospection: boolean
  execute: (operation: GraphqlOperation) => Promise<ClientResponse>
  format: (error: GraphQLError, context: GatewayContext) => GraphQLFormattedError
  /** Consumes the rate limit. @returns false when it is exceeded */
  consumeRateLimit: (document: DocumentNode, context: GatewayContext) => Promise<boolean>
}

/**
 * Handles regular requests, JSON with a valid document, without the pipeline of Apollo Server, which costs more than
 * the rest of the gateway. Apollo Server handles all other requests and formats their errors.
 */
export class RequestHandler {
  readonly #options: RequestHandlerOptions
  readonly #rules: readonly ValidationRule[]
  /** Valid documents by text, parsed and validated once. */
  readonly #documents = new LRUCache<string, DocumentNode>(DOCUMENT_CACHE_OPTIONS)
  readonly #serialized = new WeakMap<ClientResponse, string>()

  constructor(options: RequestHandlerOptions) {
    this.#options = options
    const introspection = options.hasIntrospection ? [] : [NoSchemaIntrospectionCustomRule]
    this.#rules = [...specifiedRules, ...introspection, ...documentLimitRules]
  }

  /** @returns the response body; null, without side effects, when Apollo Server must handle the request */
  async handle(body: unknown, context: GatewayContext): Promise<string | null> {
    const requestBody = parseRequestBody(body)
    // Plugins of Apollo Server decide what an ended session and an API key may do.
    const isRegular = context.authError === null && context.apiKey === null
    const document = requestBody && isRegular ? this.#parseAndValidate(requestBody.query) : null
    if (!requestBody || !document || !getOperationAST(document, requestBody.operationName)) return null
    if (!(await this.#options.consumeRateLimit(document, context))) return null
    const { operationName, variables } = requestBody
    const response = await this.#options.execute({ document, operationName, variables, context })
    // The variables were invalid, and execution did not begin.
    if (response.data === undefined) return null
    return response.errors ? this.#serialize(response, context) : this.#serializeOnce(response)
  }

  #parseAndValidate(text: string): DocumentNode | null {
    const cached = this.#documents.get(text)
    if (cached) return cached
    try {
      const document = parse(text, { maxTokens: DOCUMENT_LIMITS.tokens })
      if (validate(this.#options.schema, document, this.#rules, { maxErrors: 1 }).length > 0) return null
      this.#documents.set(text, document)
      return document
    } catch {
      return null
    }
  }

  /** A cached response is serialized once. */
  #serializeOnce(response: ClientResponse): string {
    const cached = this.#serialized.get(response)
    if (cached !== undefined) return cached
    const text = JSON.stringify(response)
    this.#serialized.set(response, text)
    return text
  }

  #serialize({ errors = [], ...rest }: ClientResponse, context: GatewayContext): string {
    return JSON.stringify({ errors: errors.map((error) => this.#options.format(error, context)), ...rest })
  }
}

/** Approximate memory of a parsed document. Comments are tokens too, and the parser's limit does not count them. */
function estimateSizeBytes(document: DocumentNode, text: string): number {
  let tokens = 0
  for (let token = document.loc?.startToken; token; token = token.next ?? undefined) tokens += 1
  return 2 * text.length + BYTES_PER_TOKEN * tokens
}

interface RequestBody {
  query: string
  operationName: string | null | undefined
  variables: Record<string, unknown> | null | undefined
}

function parseRequestBody(body: unknown): RequestBody | null {
  if (!isRecord(body)) return null
  const { query, operationName, variables, extensions } = body
  if (typeof query !== 'string' || query === '') return null
  if (operationName !== undefined && operationName !== null && typeof operationName !== 'string') return null
  if (variables !== undefined && variables !== null && !isRecord(variables)) return null
  if (extensions !== undefined && extensions !== null && !isRecord(extensions)) return null
  return { query, operationName, variables }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
