import { costLimitRule } from '@escape.tech/graphql-armor-cost-limit'
import { maxAliasesRule } from '@escape.tech/graphql-armor-max-aliases'
import { maxDepthRule } from '@escape.tech/graphql-armor-max-depth'
import { maxDirectivesRule } from '@escape.tech/graphql-armor-max-directives'
import {
  GraphQLError,
  Kind,
  OperationTypeNode,
  type SelectionSetNode,
  type ValidationContext,
  type ValidationRule,
} from 'graphql'

/**
 * How large a document may be. The dashboard, our largest, has some 130 tokens, a depth of 5 and a cost of 1,900;
 * GraphiQL's look at the schema has 190 tokens. Comparing a field that is repeated takes graphql-js time by the square
 * of the repetitions: at 800 tokens that is some 30 ms.
 */
export const LIMITS = { tokens: 800, depth: 10, aliases: 20, directives: 20, cost: 20_000 } as const

/** A rule that reports: thrown from within, it would become a fault of ours. */
const reporting = {
  propagateOnRejection: false,
  onReject: [(context: ValidationContext | null, error: GraphQLError) => context?.reportError(error)],
}

/** What is refused before anything runs. */
export const limitRules: ValidationRule[] = [
  maxDepthRule({ n: LIMITS.depth, flattenFragments: true, ...reporting }),
  maxAliasesRule({ n: LIMITS.aliases, ...reporting }),
  maxDirectivesRule({ n: LIMITS.directives, ...reporting }),
  costLimitRule({ maxCost: LIMITS.cost, flattenFragments: true, ...reporting }),
  noSubscription,
  oneMutation,
]

/** The graph has none; without this rule the executor would find out, and call it a fault of ours. */
function noSubscription(context: ValidationContext): ReturnType<ValidationRule> {
  return {
    OperationDefinition(node) {
      if (node.operation !== OperationTypeNode.SUBSCRIPTION) return
      context.reportError(new GraphQLError('There are no subscriptions.', { nodes: node }))
    },
  }
}

/** One purchase, one sign-in per request: aliases multiply nothing. */
function oneMutation(context: ValidationContext): ReturnType<ValidationRule> {
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
      // A fragment that is spread twice counts twice; one that spreads itself is refused by another rule.
      if (fragment) count += countFields(fragment.selectionSet, context, new Set([...seen, name]))
    }
  }
  return count
}
