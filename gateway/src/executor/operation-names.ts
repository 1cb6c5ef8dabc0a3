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
export interface InternalNames {
  document: DocumentNode
  toInternalName: (field: FieldNode) => string
  toClientName: (internalName: string) => string
}

/**
 * Renames response names that the planner would confuse with a field of a key or a requirement:
 * - aliases that equal the name of any field: `id` in `{ user { id: name } }` is not the key;
 * - names of JavaScript's object prototype (`__proto__`, `constructor`).
 *
 * @param fieldNames of all subgraphs, @inaccessible ones included
 */
export function assignInternalNames(document: DocumentNode, fieldNames: ReadonlySet<string>): InternalNames {
  const usedNames = new Set(fieldNames)
  let isRenamed = false
  visit(document, {
    Field(field) {
      usedNames.add(field.name.value)
      usedNames.add(getResponseName(field))
      isRenamed ||= needsRename(field, fieldNames)
    },
  })
  if (!isRenamed)
    return {
      document: addTypenameToConditionalSelections(document),
      toInternalName: getResponseName,
      toClientName: (name) => name,
    }

  const prefix = findUnusedPrefix(usedNames)
  const toInternalName = (field: FieldNode) =>
    needsRename(field, fieldNames) ? prefix + getResponseName(field) : getResponseName(field)
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

export function listFieldNames(schema: GraphQLSchema): ReadonlySet<string> {
  const types = Object.values(schema.getTypeMap()).filter((type) => isObjectType(type) || isInterfaceType(type))
  return new Set(types.flatMap((type) => Object.keys(type.getFields())))
}

export function getResponseName({ alias, name }: FieldNode): string {
  return alias?.value ?? name.value
}

function needsRename(field: FieldNode, fieldNames: ReadonlySet<string>): boolean {
  const name = getResponseName(field)
  return name !== field.name.value && (fieldNames.has(name) || name.startsWith('_') || name in Object.prototype)
}

function findUnusedPrefix(names: ReadonlySet<string>): string {
  let prefix = 'as_'
  while ([...names].some((name) => name.startsWith(prefix))) prefix += '_'
  return prefix
}
