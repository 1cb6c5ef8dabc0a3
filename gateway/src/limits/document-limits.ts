import type { ApolloServerPlugin } from '@apollo/server'
import { costLimitRule } from '@escape.tech/graphql-armor-cost-limit'
import { maxAliasesRule } from '@escape.tech/graphql-armor-max-aliases'
import { maxDepthRule } from '@escape.tech/graphql-armor-max-depth'
import { maxDirectivesRule } from '@escape.tech/graphql-armor-max-directives'
import type { Message } from '@setrum/api-contract'
import {
  GraphQLError,
  Kind,
  OperationTypeNode,
  type SelectionSetNode,
  type ValidationContext,
  type ValidationRule,
} from 'graphql'
import type { GatewayContext } from '../pipeline/gateway-context.js'

/**
 * Limits of a document, and of how deep variables are nested. The dashboard, the largest query of the web app, has 130
 * tokens, a depth of 5 and a cost of 1,900; GraphiQL's introspection query has 190 tokens. Validation of repeated fields in
 * graphql-js is quadratic: about 30 ms at 800 tokens.
 */
export const DOCUMENT_LIMITS = {
  tokens: 800,
  depth: 10,
  aliases: 20,
  directives: 20,
  cost: 20_000,
  variables: 10,
} as const

const TOO_DEEP: Message = {
  id: 'Variabel bersarang terlalu dalam.',
  en: 'The variables are nested too deeply.',
}

/** A custom scalar accepts any value, and serializing one that is nested thousands deep overflows the stack. */
export function limitVariables(): ApolloServerPlugin<GatewayContext> {
  return {
    requestDidStart: async () => ({
      didResolveOperation: async ({ request }) => {
        if (!isDeeperThan(DOCUMENT_LIMITS.variables, request.variables)) return
        const extensions = { code: 'BAD_USER_INPUT', reason: TOO_DEEP, http: { status: 400 } }
        throw new GraphQLError(TOO_DEEP.en, { extensions })
      },
    }),
  }
}

function isDeeperThan(limit: number, value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  return limit === 0 || Object.values(value).some((part) => isDeeperThan(limit - 1, part))
}

/** Report instead of throw: a thrown error would become an internal error. */
const reportViolation = {
  propagateOnRejection: false,
  onReject: [(context: ValidationContext | null, error: GraphQLError) => context?.reportError(error)],
}

export const documentLimitRules: ValidationRule[] = [
  maxDepthRule({ n: DOCUMENT_LIMITS.depth, flattenFragments: true, ...reportViolation }),
  maxAliasesRule({ n: DOCUMENT_LIMITS.aliases, ...reportViolation }),
  maxDirectivesRule({ n: DOCUMENT_LIMITS.directives, ...reportViolation }),
  costLimitRule({ maxCost: DOCUMENT_LIMITS.cost, flattenFragments: true, ...reportViolation }),
  rejectSubscriptions,
  allowOneMutation,
]

/** Otherwise the executor would fail with an internal error. */
function rejectSubscriptions(context: ValidationContext): ReturnType<ValidationRule> {
  return {
    OperationDefinition(node) {
      if (node.operation !== OperationTypeNode.SUBSCRIPTION) return
      context.reportError(new GraphQLError('There are no subscriptions.', { nodes: node }))
    },
  }
}

/** One purchase or sign-in per request; aliases cannot multiply it. */
function allowOneMutation(context: ValidationContext): ReturnType<ValidationRule> {
  return {
    OperationDefinition(node) {
      if (node.operation !== OperationTypeNode.MUTATION || countFields(node.selectionSet, context, new Set()) <= 1)
        return
      context.reportError(new GraphQLError('A request may hold one mutation only.', { nodes: node }))
    },
  }
}

function countFields(set: SelectionSetNode, context: ValidationContext, seen: Set<string>): number {
  let count = 0
  for (const selection of set.selections) {
    if (selection.kind === Kind.FIELD) count += selection.name.value === '__typename' ? 0 : 1
    else if (selection.kind === Kind.INLINE_FRAGMENT) count += countFields(selection.selectionSet, context, seen)
    else {
      const name = selection.name.value
      const fragment = seen.has(name) ? null : context.getFragment(name)
      // A fragment that is spread twice counts twice. Another rule rejects cycles.
      if (fragment) count += countFields(fragment.selectionSet, context, new Set([...seen, name]))
    }
  }
  return count
}
