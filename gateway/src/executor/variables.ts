import {
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

export interface CoercedVariables {
  /** To send to subgraphs, which coerce them again: as given, without repeated list values. */
  given: ResponseObject
  /** With defaults applied. */
  coerced: ResponseObject
}

export type CoerceVariables = (variables: ResponseObject) => CoercedVariables | { errors: GraphQLError[] }

/**
 * Prepares the coercion of an operation's variables. Errors have the code BAD_USER_INPUT, and `field` names the invalid
 * input, such as `input.meterNumber`.
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
  const lists = readLists(schema, { operation, fragments }, maxItems)
  if (lists.errors.length > 0) return () => ({ errors: lists.errors })
  if (definitions.length === 0) return () => ({ given: {}, coerced: {} })
  const conditions = new Set([operation, ...fragments.values()].flatMap(listConditionVariables))

  return (variables) => {
    const errors: GraphQLError[] = []
    const given: ResponseObject = {}
    const coerced: ResponseObject = {}
    const report = (node: VariableDefinitionNode, field: string, message: string) => {
      if (errors.length < MAX_ERRORS)
        errors.push(new GraphQLError(message, { nodes: node, extensions: { code: 'BAD_USER_INPUT', field } }))
    }
    for (const { name, node, type } of definitions) {
      const value = Object.hasOwn(variables, name) ? variables[name] : undefined
      if (value === undefined) {
        if (node.defaultValue) coerced[name] = valueFromAST(node.defaultValue, type)
        else if (isNonNullType(type)) report(node, name, 'A required variable is missing.')
        continue
      }
      if (value === null && isNonNullType(type)) {
        report(node, name, 'A variable must not be null.')
        continue
      }
      if (value === null && conditions.has(name)) {
        report(node, name, 'The variable of a condition must not be null.')
        continue
      }
      const onTooMany = (field: string, limit: number) => report(node, field, describeTooMany(limit))
      const limit = lists.variableLimits.get(name) ?? DEFAULT_MAX_ITEMS
      const sent = limitLists(value, type, { field: name, limit }, maxItems, onTooMany)
      given[name] = sent
      coerced[name] = coerceInputValue(sent, type, (path, _value, error) =>
        report(node, toFieldName(name, path), error.message),
      )
    }
    return errors.length > 0 ? { errors } : { given, coerced }
  }
}

/**
 * Applies the bounds to the input objects of the document itself: errors of literal lists, and bounds of variables that
 * stand for a list. Without an own bound, the limit of tokens suffices.
 */
function readLists(
  schema: GraphQLSchema,
  { operation, fragments }: SelectedOperation,
  maxItems: MaxItems,
): { errors: GraphQLError[]; variableLimits: ReadonlyMap<string, number> } {
  const errors: GraphQLError[] = []
  const variableLimits = new Map<string, number>()
  const typeInfo = new TypeInfo(schema)
  const readField = ({ name, value }: ObjectFieldNode) => {
    const parent = typeInfo.getParentInputType()
    const limit = parent ? maxItems.get(`${getNamedType(parent).name}.${name.value}`) : undefined
    if (limit === undefined) return
    if (value.kind === Kind.VARIABLE) {
      const variable = value.name.value
      variableLimits.set(variable, Math.min(limit, variableLimits.get(variable) ?? limit))
    } else if (value.kind === Kind.LIST && value.values.length > limit && errors.length < MAX_ERRORS) {
      const extensions = { code: 'BAD_USER_INPUT', field: name.value }
      errors.push(new GraphQLError(describeTooMany(limit), { nodes: value, extensions }))
    }
  }
  for (const definition of [operation, ...fragments.values()])
    visit(definition, visitWithTypeInfo(typeInfo, { ObjectField: readField }))
  return { errors, variableLimits }
}

function describeTooMany(limit: number): string {
  return `A list has more than ${limit} values.`
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
