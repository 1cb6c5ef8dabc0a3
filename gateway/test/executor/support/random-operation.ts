import {
  type DirectiveNode,
  type GraphQLArgument,
  type GraphQLCompositeType,
  type GraphQLInputType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isUnionType,
  parse,
  print,
  separateOperations,
  visit,
} from 'graphql'

/** Small integers; equal numbers generate equal operations. */
export type Choices = readonly number[]

export interface RandomOperation {
  query: string
  variables: Record<string, boolean>
}

/**
 * Generates an operation from a list of choices: fields, arguments, aliases, fragments and conditions, up to five
 * levels deep. Without further choices it takes the smallest option, so that failures shrink well.
 */
export function randomOperation(schema: GraphQLSchema, choices: Choices, kind: 'query' | 'mutation'): RandomOperation {
  let at = 0
  let aliases = 0
  const fragments: string[] = []
  const choose = (below: number): number => (choices[at++] ?? 0) % below
  const root = kind === 'query' ? schema.getQueryType() : schema.getMutationType()
  if (!root) throw new Error(`There is no ${kind}.`)
  const rootSelection = select(root, 5)
  return {
    query: `${kind} Random($a: Boolean!, $b: Boolean = true) ${rootSelection} ${fragments.join(' ')}`,
    variables: { a: choose(2) === 1, ...(choose(2) === 1 && { b: choose(2) === 1 }) },
  }

  function select(type: GraphQLCompositeType, depth: number): string {
    return `{ ${selections(type, depth)} }`
  }

  /** Apollo's planner omits fields whose selections are all conditional: see apollo-differences.ts. */
  function selectBelow(type: GraphQLCompositeType, depth: number): string {
    return `{ ${certain(type)} ${selections(type, depth)} }`
  }

  function certain(type: GraphQLCompositeType): string {
    const leaves = isUnionType(type)
      ? []
      : Object.values(type.getFields()).filter((one) => isLeafType(getNamedType(one.type)))
    const plain = leaves.filter((one) => one.args.length === 0)
    return plain[choose(plain.length + 1)]?.name ?? '__typename'
  }

  function selections(type: GraphQLCompositeType, depth: number): string {
    return Array.from({ length: 1 + choose(4) }, () => selection(type, depth)).join(' ')
  }

  function selection(type: GraphQLCompositeType, depth: number): string {
    const way = choose(12)
    if (way === 11) return `... ${condition()} ${select(type, depth)}`
    if (way === 10) {
      const name = `F${fragments.length}`
      fragments.push('')
      fragments[Number(name.slice(1))] = `fragment ${name} on ${type.name} ${select(type, depth)}`
      return `...${name} ${condition()}`
    }
    if (isAbstractType(type) && way > 3) {
      const possible = schema.getPossibleTypes(type)
      const one = possible[choose(possible.length)]
      if (one) return `... on ${one.name} ${condition()} ${select(one, depth)}`
    }
    return isUnionType(type) ? '__typename' : field(type, depth)
  }

  function field(type: Exclude<GraphQLCompositeType, { getTypes: unknown }>, depth: number): string {
    const fields = Object.values(type.getFields()).filter(
      (one) => depth > 1 || !isCompositeType(getNamedType(one.type)),
    )
    const one = fields[choose(fields.length || 1)]
    if (!one) return '__typename'
    const named = getNamedType(one.type)
    const args = one.args.filter((arg) => isNonNullType(arg.type) || choose(3) === 1).map(argument)
    const alias = args.length > 0 || choose(5) === 1 ? `alias${aliases++}: ` : ''
    const below = isCompositeType(named) ? selectBelow(named, depth - 1) : ''
    return `${alias}${one.name}${args.length > 0 ? `(${args.join(', ')})` : ''} ${condition()} ${below}`
  }

  function condition(): string {
    return ['', '', '', '', '', '@include(if: $a)', '@skip(if: $b)', '@include(if: $b) @skip(if: $a)'][choose(8)] ?? ''
  }

  function argument({ name, type }: GraphQLArgument): string {
    return `${name}: ${literal(type)}`
  }

  function literal(type: GraphQLInputType): string {
    if (isNonNullType(type)) return literal(type.ofType)
    if (isListType(type)) return `[${literal(type.ofType)}]`
    if (isEnumType(type)) return type.getValues()[choose(type.getValues().length)]?.name ?? 'null'
    if (isInputObjectType(type)) {
      const fields = Object.values(type.getFields()).filter((one) => isNonNullType(one.type) || choose(3) === 1)
      return `{ ${fields.map((one) => `${one.name}: ${literal(one.type)}`).join(', ')} }`
    }
    if (type.name === 'Boolean') return choose(2) === 1 ? 'true' : 'false'
    return ['Int', 'Float', 'Rupiah'].includes(type.name) ? String(choose(9)) : `"${choose(9)}"`
  }
}

/**
 * The same operation with its conditions evaluated. Apollo's planner does not fetch a skipped field that a selected
 * field requires; without conditions it does.
 */
export function withoutConditions({ query, variables }: RandomOperation): { query: string } {
  const holds = ({ name, arguments: [condition] = [] }: DirectiveNode): boolean => {
    const variable = condition?.value.kind === 'Variable' ? condition.value.name.value : ''
    return (variables[variable] ?? true) === (name.value === 'include')
  }
  const selection = {
    enter: (node: { directives?: readonly DirectiveNode[] }) => (node.directives?.every(holds) ? undefined : null),
  }
  const resolved = visit(parse(query), {
    Field: selection,
    FragmentSpread: selection,
    InlineFragment: selection,
    Directive: () => null,
    VariableDefinition: () => null,
    SelectionSet: {
      leave: (node) =>
        node.selections.length === 0 && NOTHING && 'selectionSet' in NOTHING ? NOTHING.selectionSet : undefined,
    },
  })
  // Leaves out the fragments that are no longer used.
  return { query: print(separateOperations(resolved).Random ?? resolved) }
}

/** In place of an empty selection set, which GraphQL does not allow. */
const [NOTHING] = parse('{ __typename @skip(if: true) }').definitions
