import {
  type FieldDefinitionNode,
  type InputValueDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  parse,
} from 'graphql'
import { readArgument } from '../executor/required-arguments.js'

/** Rules that the subgraphs declare in their schemas. Root fields are named by operation, such as `mutation.buyToken`. */
export interface SchemaRules {
  /** `@tag(name: "biller")`: waits for the biller. */
  biller: ReadonlySet<string>
  /** `@tag(name: "selling")`: allowed for a SELLING API key. */
  selling: ReadonlySet<string>
  /** `@tag(name: "without-session")`: starts, renews or ends a session. */
  withoutSession: ReadonlySet<string>
  /** `@tag(name: "after-shift")`: an employee reads it for a while after the end of the shift. */
  afterShift: ReadonlySet<string>
  /** `@tag(name: "stale-if-error")`: the same result for all users of a role; may be served stale. */
  staleIfError: ReadonlySet<string>
  /** `@maxItems(count:)` of input fields, by schema coordinate. */
  maxItems: ReadonlyMap<string, number>
}

const ROOT_TYPES: Readonly<Record<string, string>> = { Query: 'query', Mutation: 'mutation' }

/** Reads the rules from the composed supergraph. */
export function readSchemaRules(supergraphSdl: string): SchemaRules {
  const { definitions } = parse(supergraphSdl, { noLocation: true })
  const fieldsByTag = new Map<string, Set<string>>()
  const maxItems = new Map<string, number>()
  for (const definition of definitions) {
    if (definition.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION)
      for (const field of definition.fields ?? []) readMaxItems(`${definition.name.value}.${field.name.value}`, field)
    const operation = definition.kind === Kind.OBJECT_TYPE_DEFINITION ? ROOT_TYPES[definition.name.value] : undefined
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION || !operation) continue
    for (const field of definition.fields ?? []) readTags(operation, field)
  }
  const tagged = (tag: string): ReadonlySet<string> => fieldsByTag.get(tag) ?? new Set()
  return {
    biller: tagged('biller'),
    selling: tagged('selling'),
    withoutSession: tagged('without-session'),
    afterShift: tagged('after-shift'),
    staleIfError: tagged('stale-if-error'),
    maxItems,
  }

  function readTags(operation: string, { name, directives = [] }: FieldDefinitionNode): void {
    for (const directive of directives) {
      const tag = directive.name.value === 'tag' ? readArgument(directive, 'name') : undefined
      if (typeof tag !== 'string') continue
      const fields = fieldsByTag.get(tag) ?? new Set()
      fieldsByTag.set(tag, fields.add(`${operation}.${name.value}`))
    }
  }

  function readMaxItems(coordinate: string, { directives = [] }: InputValueDefinitionNode): void {
    const directive = directives.find(({ name }) => name.value === 'maxItems')
    const count = directive && readArgument(directive, 'count')
    if (typeof count === 'number') maxItems.set(coordinate, count)
  }
}

/**
 * True when a set contains all root fields of an operation, named as in SchemaRules. Fragments are rejected, because they
 * could contain any field.
 */
export function areAllFieldsIn(
  { operation, selectionSet }: OperationDefinitionNode,
  fields: ReadonlySet<string>,
): boolean {
  return selectionSet.selections.every(
    (node) => node.kind === Kind.FIELD && fields.has(`${operation}.${node.name.value}`),
  )
}
