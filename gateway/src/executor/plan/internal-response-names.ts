import {
  type DocumentNode,
  type FieldNode,
  type GraphQLSchema,
  isInterfaceType,
  isObjectType,
  Kind,
  type SelectionNode,
  visit,
} from 'graphql'

/** A document as it is planned (see below for what is changed), and how names in the joined tree and names of the client belong together. */
export interface PlannedDocument {
  document: DocumentNode
  /** Where the value of a client's field stands in the joined tree. */
  treeName: (field: FieldNode) => string
  clientName: (treeName: string) => string
}

/**
 * Gives another name to aliases that are also the name of some field. Planner and subgraphs use field names for what
 * the client did not ask for: with `{ user { id: name } }` the planner takes the key `id` for the client's `id` and
 * answers with the wrong value. Names of JavaScript's own objects (`__proto__`, `constructor`) go the same way.
 */
export function plannedDocument(document: DocumentNode, fieldNames: ReadonlySet<string>): PlannedDocument {
  const all = new Set<string>()
  const taken = new Set<string>()
  visit(document, {
    Field({ alias, name }) {
      all.add(name.value)
      if (alias) all.add(alias.value)
      if (alias && alias.value !== name.value && isReserved(alias.value, fieldNames)) taken.add(alias.value)
    },
  })
  if (taken.size === 0) return { document: alwaysFetched(document), treeName: responseName, clientName: (name) => name }

  const prefix = unusedPrefix(all)
  const treeName = (field: FieldNode) =>
    field.alias && field.alias.value !== field.name.value && taken.has(field.alias.value)
      ? prefix + field.alias.value
      : responseName(field)
  return {
    document: alwaysFetched(
      visit(document, {
        Field: (field) => {
          const name = treeName(field)
          return name === responseName(field) ? undefined : { ...field, alias: { kind: Kind.NAME, value: name } }
        },
      }),
    ),
    treeName,
    clientName: (name) => (name.startsWith(prefix) ? name.slice(prefix.length) : name),
  }
}

const TYPE_NAME: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } }

/**
 * Adds the type name where all that a field selects is under a condition. The planner leaves such a field out when the
 * conditions do not hold, so that an object that is there seems not to be, and a mutation is not done.
 */
function alwaysFetched(document: DocumentNode): DocumentNode {
  return visit(document, {
    Field: (field) => {
      const { selectionSet } = field
      if (!selectionSet || selectionSet.selections.some(isCertain)) return undefined
      return { ...field, selectionSet: { ...selectionSet, selections: [TYPE_NAME, ...selectionSet.selections] } }
    },
  })
}

function isCertain(selection: SelectionNode): boolean {
  return selection.kind === Kind.FIELD && !selection.directives?.length
}

/** The names of all fields that any subgraph has, those hidden from clients included. */
export function allFieldNames(supergraph: GraphQLSchema): ReadonlySet<string> {
  const types = Object.values(supergraph.getTypeMap()).filter((type) => isObjectType(type) || isInterfaceType(type))
  return new Set(types.flatMap((type) => Object.keys(type.getFields())))
}

export function responseName({ alias, name }: FieldNode): string {
  return alias?.value ?? name.value
}

function isReserved(name: string, fieldNames: ReadonlySet<string>): boolean {
  return fieldNames.has(name) || name.startsWith('_') || name in Object.prototype
}

function unusedPrefix(names: ReadonlySet<string>): string {
  let prefix = 'as_'
  while ([...names].some((name) => name.startsWith(prefix))) prefix += '_'
  return prefix
}
