import {
  type DirectiveNode,
  type DocumentNode,
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  getArgumentValues,
  Kind,
  type SelectionNode,
  visit,
} from 'graphql'
import type { ResponseObject } from '../merge/response-object.js'

/** Returns the variables of all @skip and @include directives. */
export function listConditionVariables(document: DocumentNode): string[] {
  const names = new Set<string>()
  visit(document, {
    Directive(directive) {
      const variable = readConditionVariable(directive)
      if (variable !== null) names.add(variable)
    },
  })
  return [...names].sort()
}

function readConditionVariable(directive: DirectiveNode): string | null {
  if (directive.name.value !== 'skip' && directive.name.value !== 'include') return null
  const [argument] = directive.arguments ?? []
  return argument?.value.kind === Kind.VARIABLE ? argument.value.name.value : null
}

/** Evaluates @skip and @include with coerced variables. */
export function shouldInclude({ directives = [] }: SelectionNode, variables: ResponseObject): boolean {
  return directives.every((directive) => {
    if (directive.name.value === 'skip')
      return getArgumentValues(GraphQLSkipDirective, directive, variables).if !== true
    if (directive.name.value === 'include') {
      return getArgumentValues(GraphQLIncludeDirective, directive, variables).if === true
    }
    return true
  })
}
