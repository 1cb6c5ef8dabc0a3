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
import type { Row } from '../merge/response-object.js'

/** The variables that decide by @skip and @include which parts of an operation are wanted. */
export function conditionVariables(document: DocumentNode): string[] {
  const names = new Set<string>()
  visit(document, {
    Directive(directive) {
      const variable = variableOf(directive)
      if (variable !== null) names.add(variable)
    },
  })
  return [...names].sort()
}

function variableOf(directive: DirectiveNode): string | null {
  if (directive.name.value !== 'skip' && directive.name.value !== 'include') return null
  const [argument] = directive.arguments ?? []
  return argument?.value.kind === Kind.VARIABLE ? argument.value.name.value : null
}

/** Whether a selection is wanted with these (coerced) variables. */
export function isWanted({ directives = [] }: SelectionNode, variables: Row): boolean {
  return directives.every((directive) => {
    if (directive.name.value === 'skip')
      return getArgumentValues(GraphQLSkipDirective, directive, variables).if !== true
    if (directive.name.value === 'include') {
      return getArgumentValues(GraphQLIncludeDirective, directive, variables).if === true
    }
    return true
  })
}
