import {
  buildASTSchema,
  type ConstDirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type GraphQLSchema,
  isNonNullType,
  isObjectType,
  Kind,
  type ObjectTypeDefinitionNode,
  parse,
} from 'graphql'

/** What the gateway must know about the composed graph beside the plan of a query. */
export interface Supergraph {
  sdl: string
  /** Everything, the inaccessible included: what subgraphs are asked for. */
  schema: GraphQLSchema
  /** Root query fields that wait for the biller: those tagged `biller`. */
  billerQueries: ReadonlySet<string>
  /** The plain fields that identify an entity in a subgraph. */
  keysOf(subgraph: string, typeName: string): readonly string[]
  /** Whether a field can be null, so that losing it costs nothing but itself. */
  isNullable(typeName: string, fieldName: string): boolean
}

/** Reads the composed supergraph. @throws GraphQLError when the text is no SDL */
export function readSupergraph(sdl: string): Supergraph {
  const document = parse(sdl)
  const schema = buildASTSchema(document, { assumeValid: true, assumeValidSDL: true })
  const types = document.definitions.filter((node) => node.kind === Kind.OBJECT_TYPE_DEFINITION)
  const graphNames = readGraphNames(document)
  const keys = new Map<string, string[]>()
  for (const type of types) {
    for (const { graph, key } of keysOfType(type)) {
      const name = graphNames.get(graph)
      if (name === undefined || !/^[\w\s]+$/.test(key)) continue
      const place = `${name}.${type.name.value}`
      keys.set(place, [...new Set([...(keys.get(place) ?? []), ...key.trim().split(/\s+/)])])
    }
  }
  return {
    sdl,
    schema,
    billerQueries: new Set(
      types
        .filter((type) => type.name.value === 'Query')
        .flatMap((type) => type.fields ?? [])
        .filter(isTaggedBiller)
        .map((field) => field.name.value),
    ),
    keysOf: (subgraph, typeName) => keys.get(`${subgraph}.${typeName}`) ?? [],
    isNullable: (typeName, fieldName) => {
      const type = schema.getType(typeName)
      const field = isObjectType(type) ? type.getFields()[fieldName] : undefined
      return field !== undefined && !isNonNullType(field.type)
    },
  }
}

/** `join__Graph` gives each subgraph an enum value; its directive has the name we use. */
function readGraphNames(document: DocumentNode): Map<string, string> {
  const names = new Map<string, string>()
  for (const node of document.definitions) {
    if (node.kind !== Kind.ENUM_TYPE_DEFINITION || node.name.value !== 'join__Graph') continue
    for (const value of node.values ?? []) {
      const name = value.directives?.map((directive) => argument(directive, 'name')).find(Boolean)
      if (name) names.set(value.name.value, name)
    }
  }
  return names
}

function keysOfType(type: ObjectTypeDefinitionNode): { graph: string; key: string }[] {
  return (type.directives ?? []).flatMap((directive) => {
    if (directive.name.value !== 'join__type') return []
    const graph = argument(directive, 'graph')
    const key = argument(directive, 'key')
    return graph && key ? [{ graph, key }] : []
  })
}

function isTaggedBiller(field: FieldDefinitionNode): boolean {
  return (field.directives ?? []).some(
    (directive) => directive.name.value === 'tag' && argument(directive, 'name') === 'biller',
  )
}

function argument(directive: ConstDirectiveNode, name: string): string | undefined {
  const value = directive.arguments?.find((candidate) => candidate.name.value === name)?.value
  return value?.kind === Kind.STRING || value?.kind === Kind.ENUM ? value.value : undefined
}
