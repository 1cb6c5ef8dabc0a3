import { readFileSync } from 'node:fs'
import { buildASTSchema, type GraphQLObjectType, isNonNullType, isObjectType, Kind, parse } from 'graphql'
import { expect, test } from 'vitest'

const sdl = readFileSync(new URL('../../../supergraph.graphql', import.meta.url), 'utf8')
const schema = buildASTSchema(parse(sdl), { assumeValid: true, assumeValidSDL: true })
const types = Object.values(schema.getTypeMap()).filter(
  (type): type is GraphQLObjectType => isObjectType(type) && !/^(__|join__|link__|Mutation$)/.test(type.name),
)

/** The subgraphs that a field comes from: those it names, or else all that know its type. */
function sourcesOf(type: GraphQLObjectType, fieldName: string): string[] {
  const field = type.getFields()[fieldName]?.astNode
  const named = graphsIn(field?.directives ?? [], 'join__field')
  return named.length > 0 ? named : graphsIn(type.astNode?.directives ?? [], 'join__type')
}

function graphsIn(
  directives: NonNullable<NonNullable<GraphQLObjectType['astNode']>['directives']>,
  name: string,
): string[] {
  return directives.flatMap((directive) => {
    const graph = directive.arguments?.find((argument) => argument.name.value === 'graph')?.value
    return directive.name.value === name && graph?.kind === Kind.ENUM ? [graph.value] : []
  })
}

test('every root query field can be null, so that a dead subgraph blanks its own fields and nothing else', () => {
  const fields = Object.values(schema.getQueryType()?.getFields() ?? {})
  expect(fields.length).toBeGreaterThan(8)
  expect(fields.filter((field) => isNonNullType(field.type)).map(({ name }) => name)).toEqual([])
})

test('every field that one subgraph adds to the type of another can be null', () => {
  const added: string[] = []
  for (const type of types) {
    const owners = graphsIn(type.astNode?.directives ?? [], 'join__type')
    if (new Set(owners).size < 2) continue
    for (const field of Object.values(type.getFields())) {
      const sources = sourcesOf(type, field.name)
      // The owner of an entity is the subgraph that gives it most of its fields; `sales` of a person is added.
      if (sources.length === 1 && sources[0] !== ownerOf(type)) added.push(`${type.name}.${field.name}`)
    }
  }
  expect(added).toEqual(expect.arrayContaining(['User.sales', 'Shift.sales']))
  const strict = added.filter((place) => {
    const [typeName = '', fieldName = ''] = place.split('.')
    return isNonNullType(types.find(({ name }) => name === typeName)?.getFields()[fieldName]?.type)
  })
  expect(strict).toEqual([])
})

test('every field that leads to an entity of another subgraph can be null', () => {
  const strict: string[] = []
  for (const type of types) {
    for (const field of Object.values(type.getFields())) {
      if (!isNonNullType(field.type) || !isObjectType(field.type.ofType)) continue
      const target = field.type.ofType
      const isEntity = (target.astNode?.directives ?? []).some(
        (directive) =>
          directive.name.value === 'join__type' &&
          directive.arguments?.some((argument) => argument.name.value === 'key'),
      )
      const comesFromOwner = sourcesOf(type, field.name).every((source) => source === ownerOf(target))
      if (isEntity && !comesFromOwner) strict.push(`${type.name}.${field.name}`)
    }
  }
  expect(strict).toEqual([])
})

function ownerOf(type: GraphQLObjectType): string | undefined {
  const counts = new Map<string, number>()
  for (const fieldName of Object.keys(type.getFields())) {
    const sources = sourcesOf(type, fieldName)
    if (sources.length === 1 && sources[0]) counts.set(sources[0], (counts.get(sources[0]) ?? 0) + 1)
  }
  return (
    [...counts].toSorted(([, a], [, b]) => b - a)[0]?.[0] ?? graphsIn(type.astNode?.directives ?? [], 'join__type')[0]
  )
}
