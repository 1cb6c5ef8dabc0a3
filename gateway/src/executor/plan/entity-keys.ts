import { type ConstDirectiveNode, type DocumentNode, Kind, parse, valueFromASTUntyped } from 'graphql'

/** The plain fields by which a subgraph finds entities of a type: `id` of `User`. */
export type EntityKeys = (subgraph: string, type: string) => ReadonlySet<string>

const NO_KEYS: ReadonlySet<string> = new Set()

/**
 * Reads from the supergraph's `@join__type` by which keys each subgraph finds the entities of a type. Keys inside other
 * objects are left out.
 */
export function entityKeys(supergraph: DocumentNode, graphNames: ReadonlyMap<string, string>): EntityKeys {
  const known = new Map<string, Set<string>>()
  for (const definition of supergraph.definitions) {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION) continue
    for (const directive of definition.directives ?? []) {
      if (directive.name.value !== 'join__type') continue
      const graph = argument(directive, 'graph')
      const key = argument(directive, 'key')
      if (typeof key !== 'string' || argument(directive, 'resolvable') === false) continue
      const at = `${graph}.${definition.name.value}`
      const fields = known.get(at) ?? new Set()
      for (const field of plainFields(key)) fields.add(field)
      known.set(at, fields)
    }
  }
  return (subgraph, type) => known.get(`${graphNames.get(subgraph)}.${type}`) ?? NO_KEYS
}

function argument(directive: ConstDirectiveNode, name: string): unknown {
  const found = directive.arguments?.find((one) => one.name.value === name)
  return found && valueFromASTUntyped(found.value)
}

function plainFields(key: string): string[] {
  const [operation] = parse(`{ ${key} }`, { noLocation: true }).definitions
  if (operation?.kind !== Kind.OPERATION_DEFINITION) return []
  return operation.selectionSet.selections.flatMap((selection) =>
    selection.kind === Kind.FIELD && !selection.selectionSet ? selection.name.value : [],
  )
}
