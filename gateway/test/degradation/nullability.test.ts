import { readFileSync } from 'node:fs'
import { buildASTSchema, type GraphQLObjectType, isNonNullType, isObjectType, Kind, parse } from 'graphql'
import { expect, test } from 'vitest'

const sdl = readFileSync(new URL('../../../supergraph.graphql', import.meta.url), 'utf8')
const schema = buildASTSchema(parse(sdl), { assumeValid: true, assumeValidSDL: true })
const types = Object.values(schema.getTypeMap()).filter(
  (type): type is GraphQLObjectType => isObjectType(type) && !/^(__|join__|link__|Mutation$)/.test(type.name),
)

/** Subgraphs that resolve a field: those of @join__field, otherwise all of the type. */
function listSources(type: GraphQLObjectType, fieldName: string): string[] {
  const field = type.getFields()[fieldName]?.astNode
  const named = listGraphs(field?.directives ?? [], 'join__field')
  return named.length > 0 ? named : listGraphs(type.astNode?.directives ?? [], 'join__type')
}

function listGraphs(
  directives: NonNullable<NonNullable<GraphQLObjectType['astNode']>['directives']>,
  name: string,
): string[] {
  return directives.flatMap((directive) => {
    const graph = directive.arguments?.find((argument) => argument.name.value === 'graph')?.value
    return directive.name.value === name && graph?.kind === Kind.ENUM ? [graph.value] : []
  })
}

test('every root query field is nullable, so that an unavailable subgraph nulls only its own fields', () => {
  const fields = Object.values(schema.getQueryType()?.getFields() ?? {})
  expect(fields.length).toBeGreaterThan(8)
  expect(fields.filter((field) => isNonNullType(field.type)).map(({ name }) => name)).toEqual([])
})

test('every field that a subgraph adds to an entity of another one is nullable', () => {
  const added: string[] = []
  for (const type of types) {
    const owners = listGraphs(type.astNode?.directives ?? [], 'join__type')
    if (new Set(owners).size < 2) continue
    for (const field of Object.values(type.getFields())) {
      const sources = listSources(type, field.name)
      // The owner resolves most fields of the type; `User.sales` is added by another subgraph.
      if (sources.length === 1 && sources[0] !== findOwner(type)) added.push(`${type.name}.${field.name}`)
    }
  }
  expect(added).toEqual(expect.arrayContaining(['User.sales', 'Shift.sales']))
  const strict = added.filter((field) => {
    const [typeName = '', fieldName = ''] = field.split('.')
    return isNonNullType(types.find(({ name }) => name === typeName)?.getFields()[fieldName]?.type)
  })
  expect(strict).toEqual([])
})

test('every field that refers to an entity of another subgraph is nullable', () => {
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
      const comesFromOwner = listSources(type, field.name).every((source) => source === findOwner(target))
      if (isEntity && !comesFromOwner) strict.push(`${type.name}.${field.name}`)
    }
  }
  expect(strict).toEqual([])
})

function findOwner(type: GraphQLObjectType): string | undefined {
  const counts = new Map<string, number>()
  for (const fieldName of Object.keys(type.getFields())) {
    const sources = listSources(type, fieldName)
    if (sources.length === 1 && sources[0]) counts.set(sources[0], (counts.get(sources[0]) ?? 0) + 1)
  }
  return (
    [...counts].toSorted(([, a], [, b]) => b - a)[0]?.[0] ?? listGraphs(type.astNode?.directives ?? [], 'join__type')[0]
  )
}
