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
import type { ClientAnswer } from '../degradation/client-response.js'
import { LIMITS, limitRules } from '../limits/document-limits.js'
import type { GatewayContext } from './gateway-context.js'

/** As many as plans are kept, and so many bytes: the web app's documents take less than one million. */
const DOCUMENTS_KEPT = { max: 1_000, maxSize: 16_000_000, sizeCalculation: sizeOf }
/** Measured: the token itself, with its share of the nodes and their places. */
const BYTES_A_TOKEN = 500

export interface Operation {
  document: DocumentNode
  operationName: string | null | undefined
  variables: Record<string, unknown> | null | undefined
  context: GatewayContext
}

export interface OperationsOptions {
  schema: GraphQLSchema
  hasIntrospection: boolean
  execute: (operation: Operation) => Promise<ClientAnswer>
  /** What the client sees of an error. */
  format: (error: GraphQLError, context: GatewayContext) => GraphQLFormattedError
  /** Whether a person may ask this much now; counts it. */
  allows: (document: DocumentNode, context: GatewayContext) => Promise<boolean>
}

/**
 * Answers the requests that are as they should be, in JSON and with a good document: nearly all, and without the
 * pipeline of Apollo Server, which costs more than the rest of the gateway together. Whatever is out of the ordinary
 * is left to Apollo Server, which then also finds the words for it.
 */
export class Operations {
  readonly #options: OperationsOptions
  readonly #rules: readonly ValidationRule[]
  /** Good documents by their text: parsed and validated once. */
  readonly #documents = new LRUCache<string, DocumentNode>(DOCUMENTS_KEPT)
  readonly #texts = new WeakMap<ClientAnswer, string>()

  constructor(options: OperationsOptions) {
    this.#options = options
    const introspection = options.hasIntrospection ? [] : [NoSchemaIntrospectionCustomRule]
    this.#rules = [...specifiedRules, ...introspection, ...limitRules]
  }

  /** @returns the body of the answer; null, with nothing done, when this request is for Apollo Server */
  async answer(body: unknown, context: GatewayContext): Promise<string | null> {
    const asked = readBody(body)
    // Who comes with a session that is over may still sign in, and what a program's key allows is looked at there:
    // Apollo Server's plugins know.
    const isOrdinary = context.refusal === null && context.apiKey === null
    const document = asked && isOrdinary ? this.#documentOf(asked.query) : null
    if (!asked || !document || !getOperationAST(document, asked.operationName)) return null
    if (!(await this.#options.allows(document, context))) return null
    const { operationName, variables } = asked
    const answer = await this.#options.execute({ document, operationName, variables, context })
    // The variables were no good, and nothing began.
    if (answer.data === undefined) return null
    return answer.errors ? this.#write(answer, context) : this.#writeOnce(answer)
  }

  #documentOf(text: string): DocumentNode | null {
    const known = this.#documents.get(text)
    if (known) return known
    try {
      const document = parse(text, { maxTokens: LIMITS.tokens })
      if (validate(this.#options.schema, document, this.#rules, { maxErrors: 1 }).length > 0) return null
      this.#documents.set(text, document)
      return document
    } catch {
      return null
    }
  }

  /** An answer that is kept is written once. */
  #writeOnce(answer: ClientAnswer): string {
    const known = this.#texts.get(answer)
    if (known !== undefined) return known
    const text = JSON.stringify(answer)
    this.#texts.set(answer, text)
    return text
  }

  #write({ errors = [], ...rest }: ClientAnswer, context: GatewayContext): string {
    return JSON.stringify({ errors: errors.map((error) => this.#options.format(error, context)), ...rest })
  }
}

/** What a parsed document takes, roughly. Comments are tokens, too, and no limit of the parser counts them. */
function sizeOf(document: DocumentNode, text: string): number {
  let tokens = 0
  for (let token = document.loc?.startToken; token; token = token.next ?? undefined) tokens += 1
  return 2 * text.length + BYTES_A_TOKEN * tokens
}

interface Asked {
  query: string
  operationName: string | null | undefined
  variables: Record<string, unknown> | null | undefined
}

function readBody(body: unknown): Asked | null {
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
