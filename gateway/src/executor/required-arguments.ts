import type { FetchNode, QueryPlanSelectionNode } from '@apollo/query-planner'
import {
  type ConstDirectiveNode,
  type DefinitionNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type FieldNode,
  type InterfaceTypeDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  parse,
  print,
  type SelectionNode,
  type SelectionSetNode,
  type TypeNode,
  valueFromASTUntyped,
  visit,
} from 'graphql'

/**
 * The planner knows a required field by its name only, but `@requires(fields: "price(currency: IDR)")` beside
 * `price(currency: USD)`, or beside the client's own `price`, needs different values. For the planner, each argument set
 * of a required field is therefore a field of its own; requests to subgraphs have it as an alias.
 */
export interface RequiredArguments {
  /** The supergraph with a field for each argument set. */
  supergraphSdl: string
  /** The aliased field of each argument set, by alias. */
  argumentSets: ReadonlyMap<string, FieldNode>
  /** Aliases that a field requires in a subgraph (its name in the supergraph's `join__Graph`). */
  getRequired: (graph: string, type: string, field: string) => ReadonlySet<string>
}

type TypeDefinition = ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode

const NONE: ReadonlySet<string> = new Set()

export function readRequiredArguments(supergraphSdl: string): RequiredArguments {
  const document = parse(supergraphSdl, { noLocation: true })
  const types = new Map(document.definitions.filter(isTypeDefinition).map((type) => [type.name.value, type]))
  const fieldNames = new Set([...types.values()].flatMap(({ fields = [] }) => fields.map(({ name }) => name.value)))
  const argumentSets = new Map<string, FieldNode>()
  const aliasByText = new Map<string, string>()
  /** Graphs that require an alias, by `Type.alias`. */
  const graphsByAlias = new Map<string, Set<string>>()
  const required = new Map<string, ReadonlySet<string>>()

  const providedFields = listProvidedFields(document)
  const rewritten = visit(document, {
    ObjectTypeDefinition: rewriteType,
    InterfaceTypeDefinition: rewriteType,
  })
  if (argumentSets.size === 0) return { supergraphSdl, argumentSets, getRequired: () => NONE }
  return {
    supergraphSdl: print(visit(rewritten, { ObjectTypeDefinition: addFields, InterfaceTypeDefinition: addFields })),
    argumentSets,
    getRequired: (graph, type, field) => required.get(`${graph}.${type}.${field}`) ?? NONE,
  }

  function rewriteType(type: TypeDefinition): TypeDefinition {
    const fields = type.fields?.map((field) => ({
      ...field,
      ...(field.directives && { directives: field.directives.map((one) => rewriteDirective(one, type, field)) }),
    }))
    return { ...type, ...(fields && { fields }) }
  }

  function rewriteDirective(directive: ConstDirectiveNode, type: TypeDefinition, field: FieldDefinitionNode) {
    const graph = readGraph(directive)
    const requires = directive.arguments?.find(({ name }) => name.value === 'requires')
    if (requires?.value.kind !== Kind.STRING) return directive
    const aliases = new Set<string>()
    const selections = visit(parse(`{ ${requires.value.value} }`, { noLocation: true }), {
      OperationDefinition: (operation) => ({
        ...operation,
        selectionSet: rewriteSelections(operation.selectionSet, type.name.value, { graph, aliases }),
      }),
    })
    if (aliases.size === 0) return directive
    required.set(`${graph}.${type.name.value}.${field.name.value}`, aliases)
    const value = { ...requires.value, value: print(selections).trim().slice(1, -1) }
    return { ...directive, arguments: directive.arguments?.map((one) => (one === requires ? { ...one, value } : one)) }
  }

  function rewriteSelections(selectionSet: SelectionSetNode, type: string, requirement: Requirement): SelectionSetNode {
    const selections = selectionSet.selections.map((selection): SelectionNode => {
      if (selection.kind === Kind.FRAGMENT_SPREAD) return selection
      if (selection.kind === Kind.INLINE_FRAGMENT) {
        const condition = selection.typeCondition?.name.value ?? type
        return { ...selection, selectionSet: rewriteSelections(selection.selectionSet, condition, requirement) }
      }
      const definition = types.get(type)?.fields?.find(({ name }) => name.value === selection.name.value)
      if (!definition) return selection
      const below =
        selection.selectionSet && rewriteSelections(selection.selectionSet, getNamedType(definition.type), requirement)
      const field = { ...selection, ...(below && { selectionSet: below }) }
      if (!definition.arguments?.length) return field
      const alias = toAlias(field)
      requirement.aliases.add(alias)
      for (const { name, interfaces = [] } of types.values()) {
        const isConcerned = name.value === type || interfaces.some((parent) => parent.name.value === type)
        const key = `${name.value}.${alias}`
        if (isConcerned) graphsByAlias.set(key, (graphsByAlias.get(key) ?? new Set()).add(requirement.graph))
      }
      const { arguments: _given, ...others } = field
      return { ...others, name: { kind: Kind.NAME, value: alias } }
    })
    return { ...selectionSet, selections }
  }

  function toAlias({ name, arguments: given = [] }: FieldNode): string {
    const text = print({ kind: Kind.FIELD, name, arguments: given })
    const known = aliasByText.get(text)
    if (known !== undefined) return known
    const alias = findUnusedName(`${name.value}_${argumentSets.size}`)
    aliasByText.set(text, alias)
    argumentSets.set(alias, { kind: Kind.FIELD, alias: { kind: Kind.NAME, value: alias }, name, arguments: given })
    return alias
  }

  function findUnusedName(name: string): string {
    return fieldNames.has(name) ? findUnusedName(`${name}_`) : name
  }

  function addFields(type: TypeDefinition): TypeDefinition {
    const fields = type.fields?.flatMap((field) => {
      const required = [...argumentSets].flatMap(([alias, { name }]) => {
        const graphs = graphsByAlias.get(`${type.name.value}.${alias}`)
        return graphs && name.value === field.name.value ? [{ alias, graphs }] : []
      })
      const replacing = new Set(required.flatMap(({ graphs }) => [...graphs]))
      const isReplaced = (graph: string) => replacing.has(graph) && !isExternalUsed(type, field.name.value, graph)
      return [
        dropExternal(field, isReplaced),
        ...required.map(({ alias, graphs }) => ({
          ...dropExternal(field, (graph) => !graphs.has(graph)),
          name: { kind: Kind.NAME as const, value: alias },
          arguments: [],
        })),
      ]
    })
    return { ...type, ...(fields && { fields }) }
  }

  /** True when a subgraph declares the external field for `@provides` or for an interface, too. */
  function isExternalUsed({ directives = [] }: TypeDefinition, field: string, graph: string): boolean {
    if (providedFields.has(`${graph}.${field}`)) return true
    return directives.some((directive) => {
      const name = directive.name.value === 'join__implements' && readArgument(directive, 'interface')
      const isDeclared = types.get(String(name))?.fields?.some((one) => one.name.value === field)
      return isDeclared === true && readGraph(directive) === graph
    })
  }
}

interface Requirement {
  graph: string
  aliases: Set<string>
}

/** Omits the external declarations of a field in some graphs: the planner rejects unused ones. */
function dropExternal(field: FieldDefinitionNode, isDropped: (graph: string) => boolean): FieldDefinitionNode {
  const directives = field.directives?.filter(
    (directive) => readArgument(directive, 'external') !== true || !isDropped(readGraph(directive)),
  )
  return { ...field, ...(directives && { directives }) }
}

export function readArgument(directive: ConstDirectiveNode, name: string): unknown {
  const found = directive.arguments?.find((one) => one.name.value === name)
  return found && valueFromASTUntyped(found.value)
}

function readGraph(directive: ConstDirectiveNode): string {
  return String(readArgument(directive, 'graph'))
}

/** Names of fields in the `@provides` of each graph, as `GRAPH.field`. */
function listProvidedFields(document: DocumentNode): Set<string> {
  const provided = new Set<string>()
  for (const type of document.definitions.filter(isTypeDefinition)) {
    for (const directive of type.fields?.flatMap(({ directives = [] }) => directives) ?? []) {
      const selection = readArgument(directive, 'provides')
      if (typeof selection !== 'string') continue
      const add = ({ name }: FieldNode) => void provided.add(`${readGraph(directive)}.${name.value}`)
      visit(parse(`{ ${selection} }`, { noLocation: true }), { Field: add })
    }
  }
  return provided
}

function isTypeDefinition(node: DefinitionNode): node is TypeDefinition {
  return node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.INTERFACE_TYPE_DEFINITION
}

function getNamedType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : getNamedType(type.type)
}

/** A fetch of the planner and its parsed operation, without named fragments. */
export interface ParsedFetch {
  node: FetchNode
  document: DocumentNode
}

/**
 * Replaces the planner's fields by aliased ones. An entity fetch is split where its fields require different argument
 * sets, because a representation holds one value of each field.
 */
export function separateArgumentSets(
  { node, document }: ParsedFetch,
  { argumentSets, getRequired }: RequiredArguments,
  graph: string,
): ParsedFetch[] {
  const aliasedNames = new Set<string>()
  const aliased = visit(document, {
    Field: (field) => {
      const set = argumentSets.get(field.name.value)
      if (!set) return undefined
      aliasedNames.add(field.name.value)
      return { ...field, alias: field.alias ?? set.alias, name: set.name, arguments: set.arguments }
    },
  })
  const operation = aliasedNames.size === 0 ? node.operation : print(aliased)
  const { requires } = node
  if (!requires) return [{ node: { ...node, operation }, document: aliased }]

  const listRequired = (type: string, field: string) => [...getRequired(graph, type, field)].sort().join(' ')
  const entities = readEntitiesSelection(aliased)
  const [first = '', ...others] = new Set(
    listFields(entities, '')
      .map(([type, field]) => listRequired(type, field))
      .filter(Boolean),
  )
  const all = [first, ...others].flatMap((aliases) => aliases.split(' '))
  return [first, ...others].map((aliases) => {
    const foreign = new Set(all)
    for (const alias of aliases.split(' ')) foreign.delete(alias)
    // Fields without such a requirement need the key only.
    const isOwn = (type: string, field: string) =>
      [aliases, aliases === first ? '' : null].includes(listRequired(type, field))
    return {
      node: { ...node, operation, requires: aliasRequired(requires, argumentSets, foreign) },
      document: others.length === 0 ? aliased : replaceEntitiesSelection(aliased, keepFields(entities, '', isOwn)),
    }
  })
}

export function readEntitiesSelection(document: DocumentNode): SelectionSetNode {
  const operation = document.definitions.find(({ kind }) => kind === Kind.OPERATION_DEFINITION)
  const field = operation?.kind === Kind.OPERATION_DEFINITION ? operation.selectionSet.selections[0] : undefined
  if (field?.kind === Kind.FIELD && field.selectionSet) return field.selectionSet
  throw new Error('An entity fetch of the query plan has no selection of _entities.')
}

function replaceEntitiesSelection(document: DocumentNode, selectionSet: SelectionSetNode): DocumentNode {
  return visit(document, { Field: (field) => (field.name.value === '_entities' ? { ...field, selectionSet } : false) })
}

/** Types and names of the fields of entities. */
function listFields({ selections }: SelectionSetNode, type: string): [type: string, field: string][] {
  return selections.flatMap((selection): [string, string][] => {
    if (selection.kind === Kind.FIELD) return [[type, selection.name.value]]
    if (selection.kind === Kind.FRAGMENT_SPREAD) return []
    return listFields(selection.selectionSet, selection.typeCondition?.name.value ?? type)
  })
}

function keepFields(
  selectionSet: SelectionSetNode,
  type: string,
  isKept: (type: string, field: string) => boolean,
): SelectionSetNode {
  const selections = selectionSet.selections.flatMap((selection): SelectionNode[] => {
    if (selection.kind === Kind.FIELD) return isKept(type, selection.name.value) ? [selection] : []
    if (selection.kind === Kind.FRAGMENT_SPREAD) return []
    const below = keepFields(selection.selectionSet, selection.typeCondition?.name.value ?? type, isKept)
    return below.selections.length === 0 ? [] : [{ ...selection, selectionSet: below }]
  })
  return { ...selectionSet, selections }
}

/** Requirements that read a value under its alias and write it under the name of the field. */
function aliasRequired(
  selections: readonly QueryPlanSelectionNode[],
  argumentSets: RequiredArguments['argumentSets'],
  foreign: ReadonlySet<string>,
): QueryPlanSelectionNode[] {
  return selections.flatMap((selection): QueryPlanSelectionNode[] => {
    if (selection.kind === 'Field' && foreign.has(selection.name)) return []
    const below = selection.selections && aliasRequired(selection.selections, argumentSets, foreign)
    if (below?.length === 0) return []
    if (selection.kind === 'InlineFragment') return [{ ...selection, selections: below ?? [] }]
    const set = argumentSets.get(selection.name)
    const names = set && { alias: selection.name, name: set.name.value }
    return [{ ...selection, ...names, ...(below && { selections: below }) }]
  })
}
