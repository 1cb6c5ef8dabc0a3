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

/** An object of the generated data; type and seed determine all its values. */
export interface GeneratedObject {
  __typename: string
  seed: string
}

/** Overrides the value of a field, or throws. `undefined` keeps the generated value. */
export type FieldOverride = (typeName: string, source: Partial<GeneratedObject>, info: GraphQLResolveInfo) => unknown

/** Few entities, so that the same one appears at many response paths. */
const ENTITIES_PER_TYPE = 5

/** In-memory subgraph: type, key, field and arguments determine every value. */
export function createDeterministicSubgraph(typeDefs: DocumentNode): GraphQLSchema {
  const objects = [...readKeyFields(typeDefs)].map(([type, key]) => [
    type,
    {
      __resolveReference: (reference: Representation) =>
        reference[key] === 'gone' ? null : toEntity(type, key, reference),
    },
  ])
  const interfaces = typeDefs.definitions.flatMap((one) =>
    one.kind === Kind.INTERFACE_TYPE_DEFINITION && one.directives?.some(({ name }) => name.value === 'key')
      ? [
          [
            one.name.value,
            {
              __resolveReference: (reference: Representation) =>
                toEntity(readTypeFromKey(reference.id), 'id', reference),
            },
          ],
        ]
      : [],
  )
  return buildSubgraphSchema({ typeDefs, resolvers: Object.fromEntries([...objects, ...interfaces]) })
}

type Representation = Record<string, unknown>

function toEntity(type: string, key: string, reference: Representation): GeneratedObject & Representation {
  return { ...reference, __typename: type, seed: String(reference[key]) }
}

/** Maps `book-3` to `Book`, for subgraphs that know only the interface. */
function readTypeFromKey(key: unknown): string {
  const [name = ''] = String(key).split('-')
  return name.slice(0, 1).toUpperCase() + name.slice(1)
}

/** Default resolver of every field. */
export function createDeterministicResolver(
  entities: ReadonlyMap<string, string>,
  override: FieldOverride | undefined,
): GraphQLFieldResolver<Partial<GeneratedObject> | undefined, unknown> {
  return (source = {}, args, _context, info) => {
    const { fieldName, parentType } = info
    const overridden = override?.(parentType.name, source, info)
    if (overridden !== undefined) return overridden
    if (entities.get(parentType.name) === fieldName) return source.seed
    // Values of a representation (@requires) come from the owning subgraph and stay.
    if (fieldName in source && fieldName !== 'seed') return Reflect.get(source, fieldName)
    const seed = `${parentType.name}/${source.seed ?? ''}/${fieldName}/${JSON.stringify(args)}`
    return generateValue(info.returnType, seed, info.schema, entities)
  }
}

/** Key field of each entity type, resolvable or not. */
export function readKeyFields(typeDefs: DocumentNode): Map<string, string> {
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

function generateValue(
  type: GraphQLOutputType,
  seed: string,
  schema: GraphQLSchema,
  entities: ReadonlyMap<string, string>,
): unknown {
  const isRoot = seed.startsWith('Query/') || seed.startsWith('Mutation/')
  if (isNonNullType(type)) return generateNonNullValue(type.ofType, seed, schema, entities, isRoot)
  // Some nullable values are null; root fields never, or there would be nothing to compare below them.
  return !isRoot && hashToNumber(`${seed}?`) % 6 === 0
    ? null
    : generateNonNullValue(type, seed, schema, entities, isRoot)
}

function generateNonNullValue(
  type: GraphQLNullableType & GraphQLOutputType,
  seed: string,
  schema: GraphQLSchema,
  entities: ReadonlyMap<string, string>,
  isRoot: boolean,
): unknown {
  if (isListType(type)) {
    const length = isRoot ? 4 : hashToNumber(seed) % 4
    return Array.from({ length }, (_, index) => generateValue(type.ofType, `${seed}[${index}]`, schema, entities))
  }
  if (isEnumType(type)) return pick(listAccessibleValues(type), seed).name
  if (isAbstractType(type)) return generateObject(pick(schema.getPossibleTypes(type), seed).name, seed, entities)
  if (isObjectType(type)) return generateObject(type.name, seed, entities)
  return generateScalar(type.name, seed)
}

function listAccessibleValues(type: GraphQLEnumType): GraphQLEnumValue[] {
  return type
    .getValues()
    .filter(({ astNode }) => !astNode?.directives?.some(({ name }) => name.value === 'inaccessible'))
}

function generateObject(typeName: string, seed: string, entities: ReadonlyMap<string, string>): GeneratedObject {
  if (!entities.has(typeName)) return { __typename: typeName, seed }
  // An interface object of one subgraph has a concrete type in the other.
  const name = typeName === 'Media' ? pick(['Book', 'Film'], seed) : typeName
  return { __typename: typeName, seed: `${name.toLowerCase()}-${hashToNumber(seed) % ENTITIES_PER_TYPE}` }
}

function generateScalar(name: string, seed: string): unknown {
  const n = hashToNumber(seed)
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
  const item = items[hashToNumber(seed) % items.length]
  if (item === undefined) throw new Error('There is nothing to pick from.')
  return item
}

function hashToNumber(seed: string): number {
  return createHash('sha1').update(seed).digest().readUInt32BE(0)
}
