import { createHash } from 'node:crypto'
import { buildSubgraphSchema } from '@apollo/subgraph'
import {
  type DocumentNode,
  type GraphQLEnumType,
  type GraphQLEnumValue,
  type GraphQLFieldResolver,
  type GraphQLNullableType,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  isAbstractType,
  isEnumType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type ObjectTypeDefinitionNode,
  valueFromASTUntyped,
} from 'graphql'

/** An object of the fixed data: which type, and which one. Everything about it follows from these two. */
export interface FixedObject {
  __typename: string
  seed: string
}

/** Gives a field another value, or throws. `undefined` leaves it as the fixed data has it. */
export type FieldOverride = (typeName: string, source: Partial<FixedObject>, info: GraphQLResolveInfo) => unknown

/** How many of each entity there are. Small, so that the same one is met at many places. */
const ENTITIES = 5

/** A subgraph in memory whose every value follows from its type, its key, its field and its arguments. */
export function fixedSubgraph(typeDefs: DocumentNode): GraphQLSchema {
  const objects = [...entityKeysOf(typeDefs)].map(([type, key]) => [
    type,
    { __resolveReference: (reference: Row) => (reference[key] === 'gone' ? null : entityOf(type, key, reference)) },
  ])
  const interfaces = typeDefs.definitions.flatMap((one) =>
    one.kind === Kind.INTERFACE_TYPE_DEFINITION && one.directives?.some(({ name }) => name.value === 'key')
      ? [
          [
            one.name.value,
            { __resolveReference: (reference: Row) => entityOf(typeInKey(reference.id), 'id', reference) },
          ],
        ]
      : [],
  )
  return buildSubgraphSchema({ typeDefs, resolvers: Object.fromEntries([...objects, ...interfaces]) })
}

type Row = Record<string, unknown>

function entityOf(type: string, key: string, reference: Row): FixedObject & Row {
  return { ...reference, __typename: type, seed: String(reference[key]) }
}

/** `book-3` is a `Book`: keys carry their type, for subgraphs that know only the interface. */
function typeInKey(key: unknown): string {
  const [name = ''] = String(key).split('-')
  return name.slice(0, 1).toUpperCase() + name.slice(1)
}

/** The resolver of every field without one of its own. */
export function fixedResolver(
  entities: ReadonlyMap<string, string>,
  override: FieldOverride | undefined,
): GraphQLFieldResolver<Partial<FixedObject> | undefined, unknown> {
  return (source = {}, args, _context, info) => {
    const { fieldName, parentType } = info
    const other = override?.(parentType.name, source, info)
    if (other !== undefined) return other
    if (entities.get(parentType.name) === fieldName) return source.seed
    // What the gateway sends along with a reference (@requires) is the owner's word and stands.
    if (fieldName in source && fieldName !== 'seed') return Reflect.get(source, fieldName)
    const seed = `${parentType.name}/${source.seed ?? ''}/${fieldName}/${JSON.stringify(args)}`
    return fixedValue(info.returnType, seed, info.schema, entities)
  }
}

/** The key field of each entity type of a subgraph, whether it can be asked for by it or not. */
export function entityKeysOf(typeDefs: DocumentNode): Map<string, string> {
  const types = typeDefs.definitions.filter(
    (one): one is ObjectTypeDefinitionNode => one.kind === Kind.OBJECT_TYPE_DEFINITION,
  )
  return new Map(
    types.flatMap(({ name, directives = [] }) => {
      const key = directives.find((directive) => directive.name.value === 'key')
      const fields = key?.arguments?.find((argument) => argument.name.value === 'fields')
      return fields ? [[name.value, String(valueFromASTUntyped(fields.value))] as const] : []
    }),
  )
}

function fixedValue(
  type: GraphQLOutputType,
  seed: string,
  schema: GraphQLSchema,
  entities: ReadonlyMap<string, string>,
): unknown {
  const isRoot = seed.startsWith('Query/') || seed.startsWith('Mutation/')
  if (isNonNullType(type)) return presentValue(type.ofType, seed, schema, entities, isRoot)
  // Some values are null that may be; root fields never, or nothing below them would be compared.
  return !isRoot && number(`${seed}?`) % 6 === 0 ? null : presentValue(type, seed, schema, entities, isRoot)
}

function presentValue(
  type: GraphQLNullableType & GraphQLOutputType,
  seed: string,
  schema: GraphQLSchema,
  entities: ReadonlyMap<string, string>,
  isRoot: boolean,
): unknown {
  if (isListType(type)) {
    const length = isRoot ? 4 : number(seed) % 4
    return Array.from({ length }, (_, index) => fixedValue(type.ofType, `${seed}[${index}]`, schema, entities))
  }
  if (isEnumType(type)) return pick(shownValues(type), seed).name
  if (isAbstractType(type)) return objectOf(pick(schema.getPossibleTypes(type), seed).name, seed, entities)
  if (isObjectType(type)) return objectOf(type.name, seed, entities)
  return scalarOf(type.name, seed)
}

function shownValues(type: GraphQLEnumType): GraphQLEnumValue[] {
  return type
    .getValues()
    .filter(({ astNode }) => !astNode?.directives?.some(({ name }) => name.value === 'inaccessible'))
}

function objectOf(typeName: string, seed: string, entities: ReadonlyMap<string, string>): FixedObject {
  if (!entities.has(typeName)) return { __typename: typeName, seed }
  // What is an object in one subgraph and an interface in the other goes by a type of the other.
  const name = typeName === 'Media' ? pick(['Book', 'Film'], seed) : typeName
  return { __typename: typeName, seed: `${name.toLowerCase()}-${number(seed) % ENTITIES}` }
}

function scalarOf(name: string, seed: string): unknown {
  const n = number(seed)
  switch (name) {
    case 'Int':
      return n % 100_000
    case 'Float':
      return (n % 1000) / 8
    case 'Boolean':
      return n % 2 === 0
    case 'Rupiah':
      return (n % 1_000_000) * 1_000_000
    case 'DateTime':
      return new Date(1_720_000_000_000 + n).toISOString()
    default:
      return `${seed.split('/').at(2)}-${n % 1000}`
  }
}

function pick<Item>(items: readonly Item[], seed: string): Item {
  const item = items[number(seed) % items.length]
  if (item === undefined) throw new Error('There is nothing to pick from.')
  return item
}

function number(seed: string): number {
  return createHash('sha1').update(seed).digest().readUInt32BE(0)
}
