import { type ConstDirectiveNode, type DocumentNode, Kind, parse, valueFromASTUntyped } from 'graphql'

/** Scalar key fields of an entity type in a subgraph, such as `id` of `User`. */
export type EntityKeys = (subgraph: string, type: string) => ReadonlySet<string>

const NO_KEYS: ReadonlySet<string> = new Set()

/** Reads the keys from the supergraph's `@join__type` directives. Nested key fields are ignored. */
export function readEntityKeys(supergraph: DocumentNode, graphNames: ReadonlyMap<string, string>): EntityKeys {
  const fieldsByGraphAndType = new Map<string, Set<string>>()
  for (const definition of supergraph.definitions) {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION) continue
    for (const directive of definition.directives ?? []) {
      if (directive.name.value !== 'join__type') continue
      const graph = readArgument(directive, 'graph')
      const key = readArgument(directive, 'key')
      if (typeof key !== 'string' || readArgument(directive, 'resolvable') === false) continue
      const graphAndType = `${graph}.${definition.name.value}`
      const fields = fieldsByGraphAndType.get(graphAndType) ?? new Set()
      for (const field of listScalarKeyFields(key)) fields.add(field)
      fieldsByGraphAndType.set(graphAndType, fields)
    }
  }
  return (subgraph, type) => fieldsByGraphAndType.get(`${graphNames.get(subgraph)}.${type}`) ?? NO_KEYS
}

function readArgument(directive: ConstDirectiveNode, name: string): unknown {
  const found = directive.arguments?.find((one) => one.name.value === name)
  return found && valueFromASTUntyped(found.value)
}

function listScalarKeyFields(key: string): string[] {
  const [operation] = parse(`{ ${key} }`, { noLocation: true }).definitions
  if (operation?.kind !== Kind.OPERATION_DEFINITION) return []
  return operation.selectionSet.selections.flatMap((selection) =>
    selection.kind === Kind.FIELD && !selection.selectionSet ? selection.name.value : [],
  )
}
