import type { Message } from '@setrum/api-contract'
import {
  type ASTNode,
  coerceInputValue,
  type DirectiveNode,
  GraphQLError,
  GraphQLIncludeDirective,
  type GraphQLInputType,
  type GraphQLSchema,
  GraphQLSkipDirective,
  getArgumentValues,
  getNamedType,
  isInputObjectType,
  isInputType,
  isListType,
  isNonNullType,
  Kind,
  type ObjectFieldNode,
  type SelectionNode,
  TypeInfo,
  typeFromAST,
  type ValueNode,
  type VariableDefinitionNode,
  type VariableNode,
  valueFromAST,
  visit,
  visitWithTypeInfo,
} from 'graphql'
import { isResponseObject, type ResponseObject } from './merge.js'
import type { SelectedOperation } from './plan.js'

/** Largest number of values of a list, by schema coordinate, such as `TransactionFilter.status`. */
export type MaxItems = ReadonlyMap<string, number>

/** Bound of a list without a bound of its own. */
const DEFAULT_MAX_ITEMS = 1_000
/** A long list of invalid values must not produce a long response. */
const MAX_ERRORS = 20

const MISSING: Message = { id: 'Variabel ini wajib diisi.', en: 'This variable is required.' }
const NULL: Message = { id: 'Variabel ini tidak boleh null.', en: 'This variable must not be null.' }

export interface CoercedVariables {
  /** To send to subgraphs, which coerce them again: as given, without repeated list values. */
  given: ResponseObject
  /** With defaults applied. */
  coerced: ResponseObject
}

export type CoerceVariables = (variables: ResponseObject) => CoercedVariables | { errors: GraphQLError[] }

/**
 * Prepares the coercion of an operation's variables. Errors have the code BAD_USER_INPUT, `field` names the invalid
 * input, such as `input.meterNumber`, and `reason` says what is wrong with it, where that needs no value.
 */
export function prepareVariables(
  schema: GraphQLSchema,
  { operation, fragments }: SelectedOperation,
  maxItems: MaxItems,
): CoerceVariables {
  const definitions = (operation.variableDefinitions ?? []).flatMap((node) => {
    const type = typeFromAST(schema, node.type)
    return isInputType(type) ? [{ name: node.variable.name.value, node, type }] : []
  })
  const usage = readUsage(schema, { operation, fragments }, maxItems)
  if (usage.errors.length > 0) return () => ({ errors: usage.errors })
  if (definitions.length === 0) return () => ({ given: {}, coerced: {} })

  return (variables) => {
    const errors: GraphQLError[] = []
    const given: ResponseObject = {}
    const coerced: ResponseObject = {}
    const report = (node: VariableDefinitionNode, field: string, reason: Message | string) => {
      if (errors.length < MAX_ERRORS) errors.push(createInputError(node, field, reason))
    }
    for (const { name, node, type } of definitions) {
      const value = Object.hasOwn(variables, name) ? variables[name] : undefined
      if (value === undefined) {
        if (node.defaultValue) coerced[name] = valueFromAST(node.defaultValue, type)
        else if (isNonNullType(type)) report(node, name, MISSING)
        continue
      }
      if (value === null && (isNonNullType(type) || usage.nonNull.has(name))) {
        report(node, name, NULL)
        continue
      }
      const onTooMany = (field: string, limit: number) => report(node, field, describeTooMany(limit))
      const limit = usage.limits.get(name) ?? DEFAULT_MAX_ITEMS
      const sent = limitLists(value, type, { field: name, limit }, maxItems, onTooMany)
      given[name] = sent
      coerced[name] = coerceInputValue(sent, type, (path, _value, error) =>
        report(node, toFieldName(name, path), error.message),
      )
    }
    return errors.length > 0 ? { errors } : { given, coerced }
  }
}

interface VariableUsage {
  /** Errors of lists in the document itself. Without an own bound, the limit of tokens suffices. */
  errors: GraphQLError[]
  /** Bounds of variables that stand for a list. */
  limits: ReadonlyMap<string, number>
  /** Variables in non-null positions: with a default, validation accepts nullable ones, but null is invalid there. */
  nonNull: ReadonlySet<string>
}

function readUsage(
  schema: GraphQLSchema,
  { operation, fragments }: SelectedOperation,
  maxItems: MaxItems,
): VariableUsage {
  const errors: GraphQLError[] = []
  const limits = new Map<string, number>()
  const nonNull = new Set<string>()
  const typeInfo = new TypeInfo(schema)
  const checkLength = (field: string, value: ValueNode, limit: number) => {
    if (value.kind !== Kind.LIST || value.values.length <= limit || errors.length >= MAX_ERRORS) return
    errors.push(createInputError(value, field, describeTooMany(limit)))
  }
  const readField = ({ name, value }: ObjectFieldNode) => {
    const parent = typeInfo.getParentInputType()
    const limit = parent ? maxItems.get(`${getNamedType(parent).name}.${name.value}`) : undefined
    if (limit === undefined) return
    if (value.kind !== Kind.VARIABLE) return checkLength(name.value, value, limit)
    const variable = value.name.value
    limits.set(variable, Math.min(limit, limits.get(variable) ?? limit))
  }
  const readVariable = ({ name }: VariableNode) => {
    if (isNonNullType(typeInfo.getInputType())) nonNull.add(name.value)
  }
  for (const definition of [operation, ...fragments.values()])
    visit(definition, visitWithTypeInfo(typeInfo, { ObjectField: readField, Variable: readVariable }))
  for (const { variable, defaultValue } of operation.variableDefinitions ?? []) {
    const limit = limits.get(variable.name.value)
    if (defaultValue && limit !== undefined) checkLength(variable.name.value, defaultValue, limit)
  }
  return { errors, limits, nonNull }
}

function describeTooMany(limit: number): Message {
  return { id: `Daftar ini memuat lebih dari ${limit} nilai.`, en: `This list has more than ${limit} values.` }
}

/** @param reason for clients, without the value; a text, which may quote the value, is for the log only */
function createInputError(node: ASTNode, field: string, reason: Message | string): GraphQLError {
  const code = 'BAD_USER_INPUT'
  if (typeof reason === 'string') return new GraphQLError(reason, { nodes: node, extensions: { code, field } })
  return new GraphQLError(reason.en, { nodes: node, extensions: { code, field, reason } })
}

/** Rejects a list that is too long, and removes repeated scalars and enum values from lists. */
function limitLists(
  value: unknown,
  type: GraphQLInputType,
  place: { field: string; limit: number },
  maxItems: MaxItems,
  onTooMany: (field: string, limit: number) => void,
): unknown {
  if (isNonNullType(type)) return limitLists(value, type.ofType, place, maxItems, onTooMany)
  if (isListType(type)) {
    if (!Array.isArray(value)) return value
    if (value.length > place.limit) {
      onTooMany(place.field, place.limit)
      return []
    }
    const items = value.map((item: unknown, index) =>
      limitLists(item, type.ofType, { ...place, field: `${place.field}[${index}]` }, maxItems, onTooMany),
    )
    return [...new Set(items)]
  }
  if (!isInputObjectType(type) || !isResponseObject(value)) return value
  const fields = type.getFields()
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => {
      const field = fields[key]
      if (!field) return [key, item]
      const limit = maxItems.get(`${type.name}.${key}`) ?? DEFAULT_MAX_ITEMS
      const fieldPlace = { field: `${place.field}.${key}`, limit }
      return [key, limitLists(item, field.type, fieldPlace, maxItems, onTooMany)]
    }),
  )
}

function toFieldName(variable: string, path: readonly (string | number)[]): string {
  return path.reduce<string>((name, step) => name + (typeof step === 'number' ? `[${step}]` : `.${step}`), variable)
}

/** Returns the variables of all @skip and @include directives. */
export function listConditionVariables(node: Parameters<typeof visit>[0]): string[] {
  const names = new Set<string>()
  visit(node, {
    Directive(directive) {
      const value = readCondition(directive)
      if (value?.kind === Kind.VARIABLE) names.add(value.name.value)
    },
  })
  return [...names].sort()
}

function readCondition({ name, arguments: given }: DirectiveNode): ValueNode | undefined {
  return name.value === 'skip' || name.value === 'include' ? given?.[0]?.value : undefined
}

/** Evaluates @skip and @include with coerced variables. */
export function shouldInclude({ directives = [] }: SelectionNode, variables: ResponseObject): boolean {
  return directives.every((directive) => {
    if (directive.name.value === 'skip')
      return getArgumentValues(GraphQLSkipDirective, directive, variables).if !== true
    if (directive.name.value === 'include')
      return getArgumentValues(GraphQLIncludeDirective, directive, variables).if === true
    return true
  })
}
