import {
  type DocumentNode,
  type FieldNode,
  type GraphQLSchema,
  isInterfaceType,
  isObjectType,
  Kind,
  parse,
  type SelectionNode,
  visit,
} from 'graphql'

/** The document to plan, and the mapping between the client's response names and internal response names. */
export interface InternalNames {
  document: DocumentNode
  toInternalName: (field: FieldNode) => string
  toClientName: (internalName: string) => string
}

export interface FieldNames {
  /** The field names of all subgraphs, @inaccessible ones included. */
  all: ReadonlySet<string>
  /** Fields that a subgraph requires with arguments. */
  requiredWithArguments: ReadonlySet<string>
}

/**
 * Renames response names that the planner would confuse with a field of a key or a requirement:
 * - aliases that equal the name of any field: `id` in `{ user { id: name } }` is not the key;
 * - fields that a subgraph requires with arguments of its own: `comments(limit: 1)` is not `comments(limit: 3)`;
 * - names of JavaScript's object prototype (`__proto__`, `constructor`).
 */
export function assignInternalNames(document: DocumentNode, fieldNames: FieldNames): InternalNames {
  const usedNames = new Set<string>(fieldNames.all)
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

/** Reads the names of a supergraph's fields, once. */
export function readFieldNames(supergraph: GraphQLSchema): FieldNames {
  const types = Object.values(supergraph.getTypeMap()).filter((type) => isObjectType(type) || isInterfaceType(type))
  const fields = types.flatMap((type) => Object.values(type.getFields()))
  const requiredWithArguments = new Set<string>()
  for (const { astNode } of fields) {
    for (const directive of astNode?.directives ?? []) {
      const required = directive.arguments?.find(({ name }) => name.value === 'requires')?.value
      if (required?.kind !== Kind.STRING) continue
      visit(parse(`{ ${required.value} }`, { noLocation: true }), {
        Field: ({ name, arguments: given }) => {
          if (given?.length) requiredWithArguments.add(name.value)
        },
      })
    }
  }
  return { all: new Set(fields.map(({ name }) => name)), requiredWithArguments }
}

export function getResponseName({ alias, name }: FieldNode): string {
  return alias?.value ?? name.value
}

function needsRename(field: FieldNode, { all, requiredWithArguments }: FieldNames): boolean {
  const name = getResponseName(field)
  if (requiredWithArguments.has(name)) return true
  return name !== field.name.value && (all.has(name) || name.startsWith('_') || name in Object.prototype)
}

function findUnusedPrefix(names: ReadonlySet<string>): string {
  let prefix = 'as_'
  while ([...names].some((name) => name.startsWith(prefix))) prefix += '_'
  return prefix
}
