import { operationFromDocument, Supergraph } from '@apollo/federation-internals'
import { type FetchNode, isPlanNode, type PlanNode, QueryPlanner } from '@apollo/query-planner'
import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLError,
  type GraphQLSchema,
  isInterfaceType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  parse,
  type SelectionNode,
  type SelectionSetNode,
  separateOperations,
  visit,
} from 'graphql'
import type { PlanPath } from './merge.js'
import { type ParsedFetch, readRequiredArguments, separateArgumentSets } from './required-arguments.js'

/** The operation to execute, and the fragments of its document. */
export interface SelectedOperation {
  operation: OperationDefinitionNode
  fragments: ReadonlyMap<string, FragmentDefinitionNode>
}

/** A field that a fetch resolves, under its internal response name. */
export interface FetchedField {
  key: string
  /** Field name in the schema. */
  name: string
  /** Set when the field is fetched for objects of one type only. */
  typeCondition: string | null
  fields: readonly FetchedField[]
}

/** A fetch of a query plan, analyzed once. */
export interface PlannedFetch {
  node: FetchNode
  path: PlanPath
  /** Variables that must have these values, from @skip and @include. */
  conditions: readonly { variable: string; value: boolean }[]
  document: DocumentNode
  /** Aliases of the planner, mapped to internal response names. */
  outputNames: ReadonlyMap<string, string>
  fetchedFields: readonly FetchedField[]
  /**
   * True when another fetch selects fields of an object that this fetch returns. An entity at several response paths is
   * then copied for each: later fields of one path must not be merged into the others.
   */
  isTargetShared: boolean
  /** Dotted response path without list elements, as in `ownersByPath`. */
  fieldPath: string
}

/** Fetches that need nothing of each other. A step starts when the previous one has ended. */
export type PlanStep = readonly PlannedFetch[]

export interface OperationPlan extends SelectedOperation {
  steps: readonly PlanStep[]
  /** Owning subgraphs by field path, such as `transactions.nodes.employee.name`. */
  ownersByPath: ReadonlyMap<string, readonly string[]>
  /** Field paths of entity fetches where equal references can be one object: only one fetch returns them. */
  sharedPaths: ReadonlySet<string>
  names: InternalNames
}

export type PlanOperation = (document: DocumentNode, operationName: string | undefined) => OperationPlan

/** Creates a planner for the operations of a supergraph. */
export function createPlanner(original: Supergraph, supergraphSdl: string): PlanOperation {
  const requiredArguments = readRequiredArguments(supergraphSdl)
  const hasArgumentSets = requiredArguments.argumentSets.size > 0
  const supergraph = hasArgumentSets ? Supergraph.build(requiredArguments.supergraphSdl) : original
  const apiSchema = supergraph.apiSchema()
  const planner = new QueryPlanner(supergraph)
  const fieldNames = listFieldNames(supergraph.schema.toGraphQLJSSchema())
  const graphs = supergraph.subgraphNameToGraphEnumValue()
  const separate = (fetch: ParsedFetch) =>
    separateArgumentSets(fetch, requiredArguments, graphs.get(fetch.node.serviceName) ?? '')

  return (document, operationName) => {
    const selected = selectOperation(document, operationName)
    const names = assignInternalNames(
      { kind: Kind.DOCUMENT, definitions: [selected.operation, ...selected.fragments.values()] },
      fieldNames,
    )
    const { node } = planner.buildQueryPlan(operationFromDocument(apiSchema, names.document))
    if (node && !isPlanNode(node)) throw new Error('The gateway does not support subscriptions.')
    const scheduled: ScheduledFetch[] = []
    if (node) schedule(node, { path: [], conditions: [], step: 0, isLast: true }, separate, scheduled)
    const isMutation = selected.operation.operation === 'mutation'
    const { ownersByPath, sharedPaths, sharedTargets } = analyzeSources(scheduled.map(({ fetch }) => fetch))
    const steps = toSteps(isMutation ? scheduled : postponeLastFetches(scheduled)).map((step) =>
      step.map((fetch) => ({ ...fetch, isTargetShared: sharedTargets.has(fetch) })),
    )
    const toClientName = (name: string) =>
      names.toClientName(requiredArguments.argumentSets.get(name)?.name.value ?? name)
    return { ...selected, steps, ownersByPath, sharedPaths, names: { ...names, toClientName } }
  }
}

/** GetOperation of the specification. @throws GraphQLError (BAD_REQUEST) for an unknown or ambiguous operation name */
function selectOperation(document: DocumentNode, operationName: string | undefined): SelectedOperation {
  const operations = document.definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION)
  const candidates =
    operationName === undefined ? operations : operations.filter(({ name }) => name?.value === operationName)
  const [operation, other] = candidates
  if (!operation)
    throw badRequest(operationName === undefined ? 'There is no operation.' : 'There is no such operation.')
  if (other) throw badRequest('The document has several operations: operationName must say which one to run.')
  // Without the fragments of other operations, which may use a variable of the same name differently.
  const { definitions } = separateOperations(document)[operation.name?.value ?? ''] ?? document
  const fragments = definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION)
  return { operation, fragments: new Map(fragments.map((fragment) => [fragment.name.value, fragment])) }
}

function badRequest(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_REQUEST' } })
}

interface ScheduledFetch {
  fetch: PlannedFetch
  step: number
  /** False when later fetches may need its data. */
  isLast: boolean
}

interface SchedulePosition extends Pick<PlannedFetch, 'path' | 'conditions'> {
  step: number
  isLast: boolean
}

/** Assigns each fetch of a plan the earliest possible step. @returns the next free step */
function schedule(
  node: PlanNode,
  position: SchedulePosition,
  separate: (fetch: ParsedFetch) => ParsedFetch[],
  scheduled: ScheduledFetch[],
): number {
  const { path, conditions, step, isLast } = position
  switch (node.kind) {
    case 'Sequence': {
      let next = step
      for (const [index, child] of node.nodes.entries()) {
        const isLastChild = isLast && index === node.nodes.length - 1
        next = schedule(child, { ...position, step: next, isLast: isLastChild }, separate, scheduled)
      }
      return next
    }
    case 'Parallel':
      return Math.max(step, ...node.nodes.map((child) => schedule(child, position, separate, scheduled)))
    case 'Flatten':
      return schedule(node.node, { ...position, path: [...path, ...node.path.map(String)] }, separate, scheduled)
    case 'Condition':
      return Math.max(
        step,
        ...[true, false].map((value) => {
          const child = value ? node.ifClause : node.elseClause
          const condition = { variable: node.condition, value }
          return child
            ? schedule(child, { ...position, conditions: [...conditions, condition] }, separate, scheduled)
            : step
        }),
      )
    case 'Fetch':
      for (const fetch of separate({ node, document: parseOperation(node.operation) }))
        scheduled.push({ fetch: analyzeFetch(fetch, path, conditions), step, isLast })
      return step + 1
    case 'Defer':
      throw new Error('The gateway does not support @defer.')
  }
}

/** Parses an operation and replaces named fragments by inline ones: requests that are merged may use one name twice. */
function parseOperation(text: string): DocumentNode {
  const document = parse(text, { noLocation: true })
  const fragments = new Map<string, FragmentDefinitionNode>()
  for (const definition of document.definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition)
  if (fragments.size === 0) return document
  // The new node is visited too, so nested fragments are replaced as well.
  const expanded: DocumentNode = visit(document, {
    FragmentSpread: ({ name, directives }) => {
      const fragment = fragments.get(name.value)
      if (!fragment) return undefined
      const { typeCondition, selectionSet } = fragment
      return { kind: Kind.INLINE_FRAGMENT, typeCondition, selectionSet, ...(directives && { directives }) }
    },
  })
  return { ...expanded, definitions: expanded.definitions.filter(({ kind }) => kind !== Kind.FRAGMENT_DEFINITION) }
}

function analyzeFetch(
  { node, document }: ParsedFetch,
  path: PlanPath,
  conditions: PlannedFetch['conditions'],
): PlannedFetch {
  const outputNames = new Map<string, string>()
  for (const rewrite of node.outputRewrites ?? []) {
    const last = rewrite.path.at(-1)
    if (rewrite.kind === 'KeyRenamer' && last !== undefined) outputNames.set(last, rewrite.renameKeyTo)
  }
  const fetchedFields = readFetchedFields(document, outputNames)
  const fieldPath = path.filter((step) => step !== '@').join('.')
  return { node, path, fieldPath, conditions, document, outputNames, fetchedFields, isTargetShared: false }
}

/**
 * Moves an entity fetch that no other fetch waits for to a later step in which its subgraph is called anyway: both then
 * share a request.
 */
function postponeLastFetches(scheduled: readonly ScheduledFetch[]): ScheduledFetch[] {
  return scheduled.map((one) => {
    const { fetch, step, isLast } = one
    if (!isLast || !fetch.node.requires) return one
    const later = scheduled.filter(
      (other) =>
        other.step > step && other.fetch.node.serviceName === fetch.node.serviceName && other.fetch.node.requires,
    )
    return later.length === 0 ? one : { ...one, step: Math.max(...later.map((other) => other.step)) }
  })
}

function toSteps(scheduled: readonly ScheduledFetch[]): PlannedFetch[][] {
  const steps: PlannedFetch[][] = []
  for (const { fetch, step } of scheduled) {
    const fetches = steps[step] ?? []
    fetches.push(fetch)
    steps[step] = fetches
  }
  return steps.filter((step) => step !== undefined)
}

/** Returns the fields of a fetch: the root fields, or the fields below `_entities`. */
function readFetchedFields(document: DocumentNode, outputNames: ReadonlyMap<string, string>): readonly FetchedField[] {
  const operation = document.definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION)
  const fields = readFields(operation?.selectionSet, null)
  const [only] = fields
  return only?.key === '_entities' ? only.fields : fields

  function readFields(selectionSet: SelectionSetNode | undefined, typeCondition: string | null): FetchedField[] {
    return (selectionSet?.selections ?? []).flatMap((selection): FetchedField[] => {
      if (selection.kind === Kind.FRAGMENT_SPREAD) return []
      if (selection.kind === Kind.INLINE_FRAGMENT)
        return readFields(selection.selectionSet, selection.typeCondition?.name.value ?? typeCondition)
      const key = selection.alias?.value ?? selection.name.value
      const fields = readFields(selection.selectionSet, null)
      return [{ key: outputNames.get(key) ?? key, name: selection.name.value, typeCondition, fields }]
    })
  }
}

interface FieldSource {
  fetch: PlannedFetch
  isComposite: boolean
}

function analyzeSources(fetches: readonly PlannedFetch[]) {
  const sourcesByPath = new Map<string, FieldSource[]>()
  for (const fetch of fetches) recordSources(fetch, fetch.fieldPath, fetch.fetchedFields, sourcesByPath)
  const entityPaths = new Set(fetches.filter(({ node }) => node.requires).map(({ fieldPath }) => fieldPath))
  const sharedPaths = new Set<string>()
  const sharedTargets = new Set<PlannedFetch>()
  const ownersByPath = new Map<string, readonly string[]>()
  for (const [path, sources] of sourcesByPath) {
    ownersByPath.set(path, [...new Set(sources.map(({ fetch }) => fetch.node.serviceName))])
    const composite = new Set(sources.filter(({ isComposite }) => isComposite).map(({ fetch }) => fetch))
    if (composite.size > 1) for (const fetch of composite) sharedTargets.add(fetch)
    else if (entityPaths.has(path)) sharedPaths.add(path)
  }
  return { ownersByPath, sharedPaths, sharedTargets }
}

function recordSources(
  fetch: PlannedFetch,
  path: string,
  fields: readonly FetchedField[],
  sourcesByPath: Map<string, FieldSource[]>,
): void {
  for (const field of fields) {
    const fieldPath = path === '' ? field.key : `${path}.${field.key}`
    const sources = sourcesByPath.get(fieldPath) ?? []
    sources.push({ fetch, isComposite: field.fields.length > 0 })
    sourcesByPath.set(fieldPath, sources)
    recordSources(fetch, fieldPath, field.fields, sourcesByPath)
  }
}

/** The document to plan, and the mapping between the client's response names and internal response names. */
interface InternalNames {
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
function assignInternalNames(document: DocumentNode, fieldNames: ReadonlySet<string>): InternalNames {
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

function listFieldNames(schema: GraphQLSchema): ReadonlySet<string> {
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
