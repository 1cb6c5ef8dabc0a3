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

/** The document to plan, and the mapping between the client's response names and internal response names. */
export interface DocumentWithInternalNames {
  document: DocumentNode
  toInternalName: (field: FieldNode) => string
  toClientName: (internalName: string) => string
}

/**
 * Renames aliases that equal the name of any field. Keys are requested by field name, so the planner would take
 * the client's `id` in `{ user { id: name } }` for the key. Names of JavaScript's object prototype (`__proto__`,
 * `constructor`) are renamed too.
 */
export function assignInternalNames(
  document: DocumentNode,
  fieldNames: ReadonlySet<string>,
): DocumentWithInternalNames {
  const usedNames = new Set<string>()
  const renamedAliases = new Set<string>()
  visit(document, {
    Field({ alias, name }) {
      usedNames.add(name.value)
      if (alias) usedNames.add(alias.value)
      if (alias && alias.value !== name.value && isReserved(alias.value, fieldNames)) renamedAliases.add(alias.value)
    },
  })
  if (renamedAliases.size === 0)
    return {
      document: addTypenameToConditionalSelections(document),
      toInternalName: getResponseName,
      toClientName: (name) => name,
    }

  const prefix = findUnusedPrefix(usedNames)
  const toInternalName = (field: FieldNode) =>
    field.alias && field.alias.value !== field.name.value && renamedAliases.has(field.alias.value)
      ? prefix + field.alias.value
      : getResponseName(field)
  return {
    document: addTypenameToConditionalSelections(
      visit(document, {
        Field: (field) => {
          const name = toInternalName(field)
          return name === getResponseName(field) ? undefined : { ...field, alias: { kind: Kind.NAME, value: name } }
        },
      }),
    ),
    toInternalName,
    toClientName: (name) => (name.startsWith(prefix) ? name.slice(prefix.length) : name),
  }
}

const TYPENAME_FIELD: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } }

/**
 * Adds `__typename` to selections that are entirely conditional. The planner otherwise omits the field when no
 * condition holds: an existing object would be null, and a mutation would not run.
 */
function addTypenameToConditionalSelections(document: DocumentNode): DocumentNode {
  return visit(document, {
    Field: (field) => {
      const { selectionSet } = field
      if (!selectionSet || selectionSet.selections.some(isUnconditional)) return undefined
      return { ...field, selectionSet: { ...selectionSet, selections: [TYPENAME_FIELD, ...selectionSet.selections] } }
    },
  })
}

function isUnconditional(selection: SelectionNode): boolean {
  return selection.kind === Kind.FIELD && !selection.directives?.length
}

/** Returns the field names of all subgraphs, @inaccessible ones included. */
export function listFieldNames(supergraph: GraphQLSchema): ReadonlySet<string> {
  const types = Object.values(supergraph.getTypeMap()).filter((type) => isObjectType(type) || isInterfaceType(type))
  return new Set(types.flatMap((type) => Object.keys(type.getFields())))
}

export function getResponseName({ alias, name }: FieldNode): string {
  return alias?.value ?? name.value
}

function isReserved(name: string, fieldNames: ReadonlySet<string>): boolean {
  return fieldNames.has(name) || name.startsWith('_') || name in Object.prototype
}

function findUnusedPrefix(names: ReadonlySet<string>): string {
  let prefix = 'as_'
  while ([...names].some((name) => name.startsWith(prefix))) prefix += '_'
  return prefix
}
